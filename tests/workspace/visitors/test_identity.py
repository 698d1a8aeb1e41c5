"""Signed identities: everything that is not exactly right is wrong (trust.md T3)."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from relevo.core.ids import InboxId
from relevo.ports import IdempotencyKey
from relevo.testing import ManualClock
from relevo.workspace.base.seals import Seals
from relevo.workspace.errors import IdentityInvalid, InConflict, Invalid, NotFound
from relevo.workspace.inboxes import Inbox
from relevo.workspace.visitors.identity import LEEWAY_S, LONGEST_S, Identities, Identity
from relevo.workspace.visitors.identity_keys import Algorithm, NewIdentityKey
from tests.workspace.conftest import World
from tests.workspace.simultaneous import at_once
from tests.workspace.visitors.signing import MISSING, Site

Making = Callable[[Site], str]


async def checked(world: World, inbox: Inbox, token: str) -> Identity:
    return await Identities(world.parts.identity_keys, world.clock).check(inbox, token)


async def shared(world: World) -> tuple[Inbox, Site]:
    inbox = await world.inbox()
    key, secret = await world.parts.identity_keys.share_secret(world.workspace_id, inbox.id)
    return inbox, Site(world.clock, key.id, secret)


def now(site: Site) -> int:
    return site.clock.now_ms() // 1000


def unsigned(header: dict[str, object], claims: dict[str, object]) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join((*parts, ""))


async def test_a_good_token_names_the_customer(world: World) -> None:
    inbox, site = await shared(world)
    assert await checked(world, inbox, site.token(sub="c-1", name="Zoë")) == Identity("c-1", "Zoë")
    assert await checked(world, inbox, site.token(aud=["widget"], extra={"plan": "pro"})) == Identity("c-1", None)
    assert await checked(world, inbox, site.token(header={"typ": MISSING})) == Identity("c-1", None)


WRONG: dict[str, Making] = {
    "alg none": lambda site: unsigned({"alg": "none", "kid": site.kid}, {"sub": "c-1", "aud": "widget"}),
    "another alg": lambda site: site.token({"alg": "HS512"}),
    "no kid": lambda site: site.token({"kid": MISSING}),
    "unknown kid": lambda site: site.token({"kid": "idk_other"}),
    "kid is a path": lambda site: site.token({"kid": "../../dev/null"}),
    "jku": lambda site: site.token({"jku": "https://evil.example/keys"}),
    "x5u": lambda site: site.token({"x5u": "https://evil.example/keys"}),
    "cty": lambda site: site.token({"cty": "JWT"}),
    "typ": lambda site: site.token({"typ": "at+jwt"}),
    "another secret": lambda site: Site(site.clock, site.kid, "another-secret-that-is-long-enough").token(),
    "empty secret's hash": lambda site: site.token().rsplit(".", 1)[0] + ".",
    "cut signature": lambda site: site.token()[:-4],
    "no sub": lambda site: site.token(sub=MISSING),
    "empty sub": lambda site: site.token(sub=""),
    "blank sub": lambda site: site.token(sub="  "),
    "sub is a number": lambda site: site.token(sub=7),
    "long sub": lambda site: site.token(sub="x" * 256),
    "sub with a line end": lambda site: site.token(sub="c\n1"),
    "no aud": lambda site: site.token(aud=MISSING),
    "wrong aud": lambda site: site.token(aud="api"),
    "two auds": lambda site: site.token(aud=["widget", "api"]),
    "no iat": lambda site: site.token(iat=MISSING),
    "iat is true": lambda site: site.token(iat=True),
    "iat as text": lambda site: site.token(iat=str(now(site))),
    "future iat": lambda site: site.token(iat=now(site) + LEEWAY_S + 1, exp=now(site) + 300),
    "not before later": lambda site: site.token(nbf=now(site) + LEEWAY_S + 1),
    "no exp": lambda site: site.token(exp=MISSING),
    "expired": lambda site: site.token(iat=now(site) - 600, exp=now(site) - LEEWAY_S),
    "lives too long": lambda site: site.token(exp=now(site) + LONGEST_S + 1),
    "ends before it begins": lambda site: site.token(iat=now(site), exp=now(site) - 1),
    "name is an object": lambda site: site.token(name={"first": "Zoë"}),
    "too long": lambda site: site.token(extra="x" * 5000),
    "not a token": lambda _: "a.b.c",
    "empty parts": lambda _: "..",
    "five parts": lambda site: site.token() + ".a.b",
    "letters of elsewhere": lambda _: "ё.ё.ё",
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_is_not_exactly_right_is_refused(world: World, case: str) -> None:
    inbox, site = await shared(world)
    with pytest.raises(IdentityInvalid) as refused:
        await checked(world, inbox, WRONG[case](site))
    assert refused.value.code == "identity-invalid"
    assert site.secret not in str(refused.value)


async def test_clocks_may_differ_by_a_minute_and_a_token_by_fifteen_minutes(world: World) -> None:
    inbox, site = await shared(world)
    early = site.token(iat=now(site) + LEEWAY_S, exp=now(site) + LEEWAY_S + LONGEST_S)
    late = site.token(iat=now(site) - 300, exp=now(site) - LEEWAY_S + 1)
    for token in (early, late):
        await checked(world, inbox, token)


async def test_a_key_is_good_for_its_own_inbox_only(world: World) -> None:
    _, site = await shared(world)
    other = await world.inbox(name="Other")
    with pytest.raises(IdentityInvalid):
        await checked(world, other, site.token())


def ed25519() -> tuple[OKPKey, str]:
    private = OKPKey.import_key(Ed25519PrivateKey.generate())
    return private, private.as_pem(private=False).decode()


class _Quiet(JWSRegistry):
    def get_alg(self, name: str):
        return self.algorithms[name]


def signed(private: OKPKey, alg: str, kid: str, clock: ManualClock) -> str:
    at = clock.now_ms() // 1000
    claims = json.dumps({"sub": "c-1", "aud": "widget", "iat": at, "exp": at + 300})
    return jws.serialize_compact({"alg": alg, "kid": kid}, claims, private, registry=_Quiet(algorithms=[alg]))


@pytest.mark.parametrize("alg", ["EdDSA", "Ed25519"])
async def test_a_public_key_serves_under_both_of_its_names(world: World, alg: str) -> None:
    inbox = await world.inbox()
    private, public = ed25519()
    key = await world.parts.identity_keys.add_public_key(world.workspace_id, inbox.id, public)
    assert (await checked(world, inbox, signed(private, alg, key.id, world.clock))).subject == "c-1"


async def test_a_public_key_is_no_shared_secret(world: World) -> None:
    """The classic swap: sign with HS256 and the public key's text as the secret."""
    inbox = await world.inbox()
    _, public = ed25519()
    key = await world.parts.identity_keys.add_public_key(world.workspace_id, inbox.id, public)
    token = unsigned({"alg": "HS256", "kid": key.id}, {"sub": "c-1", "aud": "widget"})
    forged = jws.serialize_compact(
        {"alg": "HS256", "kid": key.id}, token.split(".")[1], OctKey.import_key(public.encode().hex())
    )
    with pytest.raises(IdentityInvalid):
        await checked(world, inbox, forged)


async def test_a_private_key_is_reduced_to_its_public_half(world: World) -> None:
    inbox = await world.inbox()
    private, _ = ed25519()
    pem = private.as_pem(private=True).decode()
    key = await world.parts.identity_keys.add_public_key(world.workspace_id, inbox.id, pem)
    assert "PRIVATE" not in key.material


@pytest.mark.parametrize("kind", ["nonsense", "rsa", "ed448", "of no known kind"])
async def test_other_keys_are_refused(world: World, kind: str) -> None:
    inbox = await world.inbox()
    pem = {
        "nonsense": "-----BEGIN PUBLIC KEY-----",
        "rsa": RSAKey.generate_key(2048).as_pem(private=False).decode() if kind == "rsa" else "",
        "ed448": OKPKey.generate_key("Ed448").as_pem(private=False).decode(),
        "of no known kind": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2UBAyEAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n-----END PUBLIC KEY-----",
    }[kind]
    with pytest.raises(Invalid) as refused:
        await world.parts.identity_keys.add_public_key(world.workspace_id, inbox.id, pem)
    assert refused.value.field == "public_key"


async def test_two_keys_serve_while_one_is_rotated_and_no_third(world: World) -> None:
    inbox, old = await shared(world)
    keys = world.parts.identity_keys
    new_key, secret = await keys.share_secret(world.workspace_id, inbox.id)
    new = Site(world.clock, new_key.id, secret)
    for site in (old, new):
        await checked(world, inbox, site.token())
    with pytest.raises(InConflict):
        await keys.share_secret(world.workspace_id, inbox.id)
    await keys.remove(world.workspace_id, inbox.id, old.kid)
    await checked(world, inbox, new.token())
    with pytest.raises(IdentityInvalid):
        await checked(world, inbox, old.token())


async def test_a_shared_secret_is_stored_sealed_and_told_once(world: World) -> None:
    inbox, site = await shared(world)
    assert site.secret not in str(await world.tables.rows("SELECT * FROM identity_keys"))
    assert site.secret not in str(await world.parts.identity_keys.list(world.workspace_id, inbox.id))


async def test_without_a_key_for_secrets_none_is_made(world: World) -> None:
    inbox = await world.inbox()
    with pytest.raises(Invalid):
        await world.another_node(Seals()).identity_keys.share_secret(world.workspace_id, inbox.id)


async def test_keys_of_another_workspace_cannot_be_removed(world: World) -> None:
    inbox, site = await shared(world)
    elsewhere = (await world.parts.workspaces.create("Another")).id
    with pytest.raises(NotFound):
        await world.parts.identity_keys.remove(elsewhere, inbox.id, site.kid)
    assert await world.parts.identity_keys.list(elsewhere, inbox.id) == []


@given(token=st.text(max_size=300) | st.from_regex(r"[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
async def test_any_text_is_refused_without_another_error(world: World, token: str) -> None:
    inbox = replace(await world.inbox(), id=InboxId("inbox_x"))
    with pytest.raises(IdentityInvalid):
        await checked(world, inbox, token)


async def test_of_several_keys_added_at_once_two_are_kept(world: World) -> None:
    inbox = await world.inbox()

    outcomes = await at_once(
        world, *[lambda node: node.parts.identity_keys.share_secret(node.workspace_id, inbox.id)] * 5
    )

    assert sum(isinstance(outcome, InConflict) for outcome in outcomes) == 3
    assert len(await world.parts.identity_keys.list(world.workspace_id, inbox.id)) == 2


async def test_the_same_request_twice_at_once_makes_one_key_in_the_last_place(world: World) -> None:
    inbox, _ = await shared(world)
    wanted, once = NewIdentityKey(algorithm=Algorithm.HS256), IdempotencyKey("agent:a", "one", "fingerprint")

    outcomes = await at_once(
        world, *[lambda node: node.parts.identity_keys.issue(node.workspace_id, inbox.id, wanted, once)] * 4
    )

    keys = await world.parts.identity_keys.list(world.workspace_id, inbox.id)
    assert len(keys) == 2
    assert {key.id for key, _ in outcomes} == {keys[1].id}
    assert sum(secret is not None for _, secret in outcomes) == 1
