"""How visitors come in: which page, which inbox, which token, which identity."""

import asyncio

import pytest

from relevo.workspace.base.remembered import KEEP_MS
from relevo.workspace.errors import IdentityInvalid, IdentityRequired, NotFound, OriginNotAllowed
from relevo.workspace.inboxes import Inbox, InboxChange
from relevo.workspace.visitors.entry import FRESH_MS, Arrival, Knock
from relevo.workspace.visitors.registry import STRANGER_MS, TOUCH_MS, VERIFIED_MS
from tests.workspace.conftest import SHOP, World
from tests.workspace.simultaneous import at_once
from tests.workspace.visitors.signing import Site


async def arrive(world: World, inbox: Inbox, token: str | None = None, **more: object) -> Arrival:
    return await world.parts.entry.arrive(Knock(inbox.key, token, **{"origin": SHOP, **more}))  # type: ignore[arg-type]


async def site_of(world: World, inbox: Inbox) -> Site:
    key, secret = await world.parts.identity_keys.share_secret(world.workspace_id, inbox.id)
    return Site(world.clock, key.id, secret)


async def test_a_stranger_gets_a_token_of_256_bits_kept_as_a_hash(world: World) -> None:
    arrived = await arrive(world, await world.inbox(), locale="pt_BR", page="https://shop.example/cart")
    assert arrived.is_new
    assert arrived.token.startswith("rv_")
    assert len(arrived.token) == 3 + 43
    assert arrived.token not in str(await world.tables.rows("SELECT * FROM visitor_tokens"))
    visitor = arrived.visitor_pass.profile
    assert (visitor.name, visitor.locale, visitor.page) == ("", "pt-br", "https://shop.example/cart")


async def test_the_token_brings_the_same_visitor_back(world: World) -> None:
    inbox = await world.inbox()
    first = await arrive(world, inbox)
    world.clock.advance(30 * 86_400)
    again = await arrive(world, inbox, first.token, locale="de")
    assert not again.is_new
    assert again.token == first.token
    assert again.visitor_pass.visitor.id == first.visitor_pass.visitor.id
    assert again.visitor_pass.locale == "de"


@pytest.mark.parametrize("token", ["", "rv_" + "x" * 43, "my-own-token", "rs_abc", "rv_\ud800"])
async def test_a_token_that_a_client_made_up_is_nobodys(world: World, token: str) -> None:
    arrived = await arrive(world, await world.inbox(), token)
    assert arrived.is_new
    assert arrived.token != token
    assert await world.parts.visitors.check(token) is None


async def test_a_token_is_good_in_its_own_inbox_only(world: World) -> None:
    first = await arrive(world, await world.inbox())
    other = await arrive(world, await world.inbox(name="Other"), first.token)
    assert other.is_new
    assert other.visitor_pass.visitor.id != first.visitor_pass.visitor.id


async def test_a_token_is_good_on_its_own_site_only(world: World) -> None:
    inbox = await world.inbox(allowed_origins=(SHOP, "https://blog.example"))
    first = await arrive(world, inbox)
    assert (await arrive(world, inbox, first.token, origin="https://blog.example")).is_new
    assert not (await arrive(world, inbox, first.token)).is_new


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://shop.example",
        "https://shop.example.evil.example",
        "https://shop.example:8443",
        "https://SHOP.example",
    ],
)
async def test_a_page_that_is_not_listed_is_turned_away(world: World, origin: str | None) -> None:
    inbox = await world.inbox()
    with pytest.raises(OriginNotAllowed):
        await arrive(world, inbox, origin=origin)
    assert await world.tables.rows("SELECT 1 FROM visitors") == []


async def test_our_own_page_needs_no_place_on_the_list(world: World) -> None:
    inbox = await world.inbox(allowed_origins=())
    assert (await arrive(world, inbox, origin=None, is_own_page=True)).is_new


async def test_an_unknown_or_switched_off_inbox_is_not_there(world: World) -> None:
    inbox = await world.inbox()
    arrived = await arrive(world, inbox)
    with pytest.raises(NotFound):
        await world.parts.entry.arrive(Knock("nothing", origin=SHOP))
    await world.parts.inboxes.change(world.workspace_id, inbox.id, InboxChange(is_active=False))
    with pytest.raises(NotFound):
        await arrive(world, inbox)
    assert await world.parts.visitors.check(arrived.token) is None


async def test_a_strangers_token_lives_as_long_as_they_come_back(world: World) -> None:
    inbox = await world.inbox()
    token = (await arrive(world, inbox)).token
    for _ in range(3):
        world.clock.advance(STRANGER_MS / 1000 - 1)
        assert await world.parts.visitors.check(token)
    world.clock.advance(STRANGER_MS / 1000)
    assert await world.parts.visitors.check(token) is None


async def test_a_known_token_is_not_looked_up_again(world: World) -> None:
    token = (await arrive(world, await world.inbox())).token
    await world.tables.write(("DELETE FROM visitor_tokens", ()))
    assert await world.parts.visitors.check(token)
    world.clock.advance(KEEP_MS / 1000)
    assert await world.parts.visitors.check(token) is None


async def test_revoking_is_felt_at_once(world: World) -> None:
    arrived = await arrive(world, await world.inbox())
    await world.parts.visitors.revoke_all(world.workspace_id, arrived.visitor_pass.visitor.id)
    assert await world.parts.visitors.check(arrived.token) is None


async def test_many_tokens_are_looked_at_together_as_each_alone(world: World) -> None:
    open_, closed, strict = [await world.inbox(name=name) for name in ("Open", "Closed", "Strict")]
    site = await site_of(world, strict)
    fine = [(await arrive(world, open_)).token for _ in range(95)]
    revoked = await arrive(world, open_)
    gone = [revoked.token, (await arrive(world, closed)).token, (await arrive(world, strict)).token]
    vouched = await arrive(world, strict, identity=site.token(sub="c-1"))
    await world.parts.visitors.revoke_all(world.workspace_id, revoked.visitor_pass.visitor.id)
    await world.parts.inboxes.change(world.workspace_id, closed.id, InboxChange(is_active=False))
    await world.parts.inboxes.change(world.workspace_id, strict.id, InboxChange(requires_identity=True))

    asked = [*fine, *gone, vouched.token, "rv_" + "x" * 43, "rs_abc", "rv_\ud800", ""]
    still = await world.parts.visitors.still(asked)

    assert still == {*fine, vouched.token}
    assert still == {token for token in asked if await world.parts.visitors.check(token)}
    assert await world.parts.visitors.still([]) == frozenset()


async def test_a_token_that_has_run_out_is_not_good_among_many_either(world: World) -> None:
    inbox = await world.inbox()
    early = (await arrive(world, inbox)).token
    world.clock.advance(10)
    late = (await arrive(world, inbox)).token
    world.clock.advance(STRANGER_MS / 1000 - 10)
    assert await world.parts.visitors.still([early, late]) == {late}


async def test_a_signed_identity_brings_the_same_visitor_from_every_browser(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    first = await arrive(world, inbox, identity=site.token(sub="c-1", name="Zoë"))
    second = await arrive(world, inbox, identity=site.token(sub="c-1", name="Zoë B."))
    assert first.is_new
    assert not second.is_new
    assert first.token != second.token
    assert first.visitor_pass.visitor.id == second.visitor_pass.visitor.id
    assert second.visitor_pass.visitor.name == "Zoë B."
    assert await world.parts.visitors.check(first.token), "the first browser goes on"


async def test_with_token_and_the_same_identity_the_token_stays(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    first = await arrive(world, inbox, identity=site.token(sub="c-1"))
    again = await arrive(world, inbox, first.token, identity=site.token(sub="c-1"))
    assert again.token == first.token


async def test_another_customer_on_the_same_device_sees_nothing_of_the_first(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    first = await arrive(world, inbox, identity=site.token(sub="c-1"))
    second = await arrive(world, inbox, first.token, identity=site.token(sub="c-2"))
    assert second.token != first.token
    assert second.visitor_pass.visitor.id != first.visitor_pass.visitor.id


async def test_after_signing_out_of_the_site_the_token_is_a_strangers_no_more(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    customer = await arrive(world, inbox, identity=site.token(sub="c-1"))
    stranger = await arrive(world, inbox, customer.token)
    assert stranger.is_new
    assert stranger.visitor_pass.visitor.id != customer.visitor_pass.visitor.id


async def test_what_a_stranger_wrote_just_now_goes_along_when_they_sign_in(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    stranger = await arrive(world, inbox)
    world.clock.advance(FRESH_MS / 1000 - 1)
    customer = await arrive(world, inbox, stranger.token, identity=site.token(sub="c-1", name="Zoë"))
    assert customer.visitor_pass.visitor.id == stranger.visitor_pass.visitor.id
    assert customer.visitor_pass.visitor.name == "Zoë"
    assert customer.token != stranger.token
    assert await world.parts.visitors.check(stranger.token) is None, "a token from before is no way into the account"


async def test_what_a_stranger_wrote_long_ago_does_not(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    stranger = await arrive(world, inbox)
    world.clock.advance(FRESH_MS / 1000)
    customer = await arrive(world, inbox, stranger.token, identity=site.token(sub="c-1"))
    assert customer.visitor_pass.visitor.id != stranger.visitor_pass.visitor.id


async def test_a_stranger_never_replaces_a_customer_who_is_known(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    known = await arrive(world, inbox, identity=site.token(sub="c-1"))
    stranger = await arrive(world, inbox)
    customer = await arrive(world, inbox, stranger.token, identity=site.token(sub="c-1"))
    assert customer.visitor_pass.visitor.id == known.visitor_pass.visitor.id
    assert await world.parts.visitors.check(stranger.token) is None


async def test_a_customers_token_ends_after_a_day(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    token = (await arrive(world, inbox, identity=site.token(sub="c-1"))).token
    world.clock.advance(TOUCH_MS / 1000)
    assert await world.parts.visitors.check(token)
    world.clock.advance((VERIFIED_MS - TOUCH_MS) / 1000)
    assert await world.parts.visitors.check(token) is None


async def test_one_customer_in_two_inboxes_is_two_visitors(world: World) -> None:
    first, second = await world.inbox(), await world.inbox(name="Other")
    one = await arrive(world, first, identity=(await site_of(world, first)).token(sub="c-1"))
    two = await arrive(world, second, identity=(await site_of(world, second)).token(sub="c-1"))
    assert one.visitor_pass.visitor.id != two.visitor_pass.visitor.id


async def test_two_tabs_at_once_are_one_customer(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    arrived = await asyncio.gather(*(arrive(world, inbox, identity=site.token(sub="c-1")) for _ in range(8)))
    assert len({each.visitor_pass.visitor.id for each in arrived}) == 1
    assert len({each.token for each in arrived}) == 8


async def test_a_wrong_identity_does_not_let_in_as_a_stranger(world: World) -> None:
    inbox = await world.inbox()
    with pytest.raises(IdentityInvalid):
        await arrive(world, inbox, identity="nonsense")


async def test_an_enforced_inbox_takes_no_strangers_on_any_call(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    stranger = await arrive(world, inbox)
    await world.parts.inboxes.change(world.workspace_id, inbox.id, InboxChange(requires_identity=True))
    for token in (None, stranger.token):
        with pytest.raises(IdentityRequired):
            await arrive(world, inbox, token)
    assert await world.parts.visitors.check(stranger.token) is None
    assert (await arrive(world, inbox, identity=site.token(sub="c-1"))).is_new


@pytest.mark.parametrize("name", ["Support ✔", "AI assistant", "Ana", "Bean", "Аdmin"])
async def test_a_customer_cannot_call_themselves_like_the_team(world: World, name: str) -> None:
    await world.agent(name="Ana")
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    assert (await arrive(world, inbox, identity=site.token(sub="c-1", name=name))).visitor_pass.visitor.name == ""


@pytest.mark.parametrize(("raw", "kept"), [("", "en"), ("not a tag!", "en"), ("x" * 200, "en"), ("DE_at", "de-at")])
async def test_any_locale_is_taken_and_nonsense_is_english(world: World, raw: str, kept: str) -> None:
    assert (await arrive(world, await world.inbox(), locale=raw)).visitor_pass.locale == kept


async def test_expired_tokens_are_pruned(world: World) -> None:
    await arrive(world, await world.inbox())
    world.clock.advance(STRANGER_MS / 1000)
    await world.parts.prune(world.workspace_id)
    assert await world.tables.rows("SELECT 1 FROM visitor_tokens") == []


async def test_who_signs_in_while_another_tab_goes_on_without_stays_vouched_for(world: World) -> None:
    inbox = await world.inbox()
    stranger = await arrive(world, inbox)
    identity = (await site_of(world, inbox)).token(sub="c-1", name="Zoë")

    await at_once(
        world,
        lambda node: arrive(node, inbox, stranger.token, identity=identity),
        lambda node: arrive(node, inbox, stranger.token, locale="de"),
    )

    known = await world.parts.visitors.by_subject(world.workspace_id, inbox.id, "c-1")
    assert known is not None
    assert (known.id, known.name) == (stranger.visitor_pass.visitor.id, "Zoë")
