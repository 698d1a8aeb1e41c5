"""Visitors' names made harmless: none may look like the team, the AI or the system (trust.md T26).

A name that does is dropped, not refused: its bearer may well be called so, and is simply a visitor to the team then.
Not here: where names come from (`entry`) and how they are shown.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from relevo.workspace.base.strict import visible
from relevo.workspace.texts.catalogue import LANGUAGES, catalogue

LONGEST = 80

_CYRILLIC = "аеорсухіїјѕԁһԛԝкмтвнгпьёӏ", "aeopcyxiijsdhqwkmtbhrnbel"
_GREEK = "αβεηικμνορτυχγωσς", "abenikmvoptuxywoc"
_SIGNS = "0134578@$€!|ıłøđɑɡ", "oleastbaseililodag"
_LOOK_ALIKES = str.maketrans(*("".join(part) for part in zip(_CYRILLIC, _GREEK, _SIGNS, strict=True)))
"""Letters of other scripts, digits and signs that pass for Latin letters at a glance."""

_LABELS = ("ai_label", "agent_label", "system_label", "badge_live", "separator_live", "separator_assistant", "you")
_WHOLE = "ai bot team help service staff system live relevo you owner manager human person root null"
_WITHIN = """
support agent admin administrator moderator supervisor operator helpdesk official assistant chatbot verified customerservice customercare
soporte agente asistente administrador atencionalcliente operador assistance conseiller administrateur serviceclient
kundendienst kundenservice mitarbeiter berater assistent assistenza operatore assistente amministratore servizioclienti
suporte atendente atendimento klantenservice medewerker beheerder pomoc konsultant obsługa destek temsilci yönetici
поддержка оператор администратор модератор сотрудник ассистент підтримка адміністратор модератор асистент
الدعم موظف مشرف مساعد خدمةالعملاء תמיכה נציג מנהל עוזר सहायता प्रतिनिधि सपोर्ट एजेंट dukungan layananpelanggan petugas asisten
hỗtrợ nhânviên trợlý quảntrịviên ฝ่ายบริการ เจ้าหน้าที่ แอดมิน ผู้ช่วย サポート オペレーター 担当者 スタッフ アシスタント 管理者
고객센터 상담원 관리자 고객지원 어시스턴트 客服 人工 管理员 助手 官方 系统
"""
_DIGITS = re.compile(r"\d")
_LONG = 6
"""A word this long is found inside a name too: nobody is called so by chance, and `S.u.p.p.o.r.t` is no way around."""


def harmless(raw: str | None, staff: Iterable[str] = ()) -> str:
    """Return the name on one line without hidden characters; empty if it could be taken for one of ours.

    `staff` are the names of the workspace's agents and assistants.
    """
    name = visible(raw or "")[:LONGEST].strip()
    if not any(character.isalnum() for character in name):
        return ""
    words = [seen for word in name.split() for seen in (skeleton(word), skeleton(_DIGITS.sub("", word)))]
    joined = skeleton(name)
    is_ours = (
        joined in _whole_labels()
        or any(word in _labels_within() for word in words)
        or any(label in joined for label in _labels_within() if len(label) >= _LONG or not label.isascii())
        or joined in {skeleton(each) for each in staff}
    )
    return "" if is_ours else name


def skeleton(name: str) -> str:
    """Return what a hurried eye sees of a name: Latin letters for their look-alikes, no accents, signs or spaces."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c)).translate(_LOOK_ALIKES)
    return "".join(c for c in bare if c.isalpha() or unicodedata.category(c)[0] == "M")


@cache
def _whole_labels() -> frozenset[str]:
    shown = {catalogue(language).texts[key] for language in LANGUAGES for key in _LABELS}
    return frozenset(map(skeleton, {*shown, *_WHOLE.split()}))


@cache
def _labels_within() -> frozenset[str]:
    return frozenset(map(skeleton, _WITHIN.split()))
