"""Signed identities over HTTP, as a site uses them: an administrator makes a key, the site's server signs, visitors come in.

The site signs by the examples of docs/signed-identities.md. Not here: every way of being wrong
(`tests/workspace/visitors/test_identity`) and who may make keys (`test_roles`).
"""

import asyncio
import base64
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from relevo.workspace.base.seals import Seals
from relevo.workspace.inboxes import Inbox, NewInbox
from tests.api.running import Caller, Running
from tests.api.test_door import slug

GUIDE = (Path(__file__).parents[2] / "docs" / "signed-identities.md").read_text("utf-8")
Signing = Callable[[str, str], str]


@pytest.fixture
async def owner(server: Running) -> Caller:
    return await server.sign_in("owner")


@pytest.fixture
async def inbox(server: Running) -> Inbox:
    """An inbox without a key yet."""
    new = NewInbox(name="Members", assistant_id=server.seeded.assistant.id, allowed_origins=("*",))
    return await server.tables.inboxes.create(server.seeded.workspace_id, new)


def keys_of(inbox: Inbox) -> str:
    return f"/v1/inboxes/{inbox.id}/identity-keys"


async def shared(owner: Caller, inbox: Inbox) -> Any:
    made = await owner.post(keys_of(inbox), {"algorithm": "HS256"})
    assert made.status_code == 201, made.text
    return made.json()


async def remove(owner: Caller, inbox: Inbox, key_id: str) -> int:
    return (await owner.http.delete(f"{keys_of(inbox)}/{key_id}", headers=owner.headers)).status_code


async def arrives(server: Running, inbox: Inbox, identity: str | None = None) -> httpx2.Response:
    """Come in from a browser that has been here never before."""
    body = {"inbox_key": inbox.key} | ({"identity": identity} if identity else {})
    return await server.http.post("/v1/visitor/session", json=body)


def example(language: str) -> str:
    """Return the guide's code in a language."""
    (code,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return str(code)


@pytest.fixture
def signing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], Signing]:
    """Make a site that signs with a key as the guide's Python does."""

    def made(key: Any) -> Signing:
        found: dict[str, Any] = {}
        exec(compile(example("python"), "signed-identities.md", "exec"), found)

        def sign(customer_id: str, name: str) -> str:
            monkeypatch.setenv("RELEVO_KEY_ID", key["id"])
            monkeypatch.setenv("RELEVO_SECRET", key["secret"])
            return str(found["signed_identity"](customer_id, name))

        return sign

    return made


def pair() -> tuple[Ed25519PrivateKey, str]:
    private = Ed25519PrivateKey.generate()
    form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return private, private.public_key().public_bytes(*form).decode()


def signed_with(private: Ed25519PrivateKey, key_id: str, customer_id: str) -> str:
    def encoded(part: bytes) -> str:
        return base64.urlsafe_b64encode(part).rstrip(b"=").decode()

    now = int(time.time())
    header = {"alg": "EdDSA", "kid": key_id, "typ": "JWT"}
    claims = {"sub": customer_id, "aud": "widget", "iat": now, "exp": now + 900}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{encoded(private.sign(signed.encode()))}"


async def test_a_customer_is_the_same_visitor_in_every_browser(
    server: Running, owner: Caller, inbox: Inbox, signing: Callable[[Any], Signing]
) -> None:
    sign = signing(await shared(owner, inbox))

    here = (await arrives(server, inbox, sign("c-17", "Zoë"))).json()
    visitor = Caller(server.http, here["token"], here)
    conversation = (await visitor.post("/v1/visitor/conversations")).json()
    elsewhere = (await arrives(server, inbox, sign("c-17", "Zoë"))).json()
    another = (await arrives(server, inbox, sign("c-18", "Ana"))).json()
    stranger = (await arrives(server, inbox)).json()

    assert here["visitor"]["name"] == "Zoë"
    assert (elsewhere["visitor"]["id"], elsewhere["conversation"]["id"]) == (here["visitor"]["id"], conversation["id"])
    assert elsewhere["token"] != here["token"]
    assert len({told["visitor"]["id"] for told in (here, another, stranger)}) == 3
    assert another["conversation"] is stranger["conversation"] is None


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
async def test_the_guides_other_example_signs_as_well(server: Running, owner: Caller, inbox: Inbox) -> None:
    key = await shared(owner, inbox)
    code = f'{example("js")}\nprocess.stdout.write(signedIdentity("c-17", "Zoë"));'
    env = {"RELEVO_KEY_ID": key["id"], "RELEVO_SECRET": key["secret"]}
    node = [str(shutil.which("node")), "--input-type=module"]
    done = await asyncio.to_thread(
        subprocess.run, node, input=code, env=env, capture_output=True, text=True, check=True
    )
    arrived = await arrives(server, inbox, done.stdout)
    assert (arrived.status_code, arrived.json()["visitor"]["name"]) == (200, "Zoë")


async def test_an_inbox_that_insists_takes_no_strangers(
    server: Running, owner: Caller, inbox: Inbox, signing: Callable[[Any], Signing]
) -> None:
    sign = signing(await shared(owner, inbox))
    stranger = (await arrives(server, inbox)).json()
    await owner.patch(f"/v1/inboxes/{inbox.id}", {"requires_identity": True})

    refused = await arrives(server, inbox)
    known = await arrives(server, inbox, sign("c-17", "Zoë"))
    inside = await Caller(server.http, stranger["token"], stranger).post("/v1/visitor/conversations")

    assert (refused.status_code, slug(refused)) == (401, "identity-required")
    assert known.status_code == 200
    assert inside.status_code == 401


async def test_while_one_key_is_rotated_both_serve_and_the_removed_one_at_once_no_more(
    server: Running, owner: Caller, inbox: Inbox, signing: Callable[[Any], Signing]
) -> None:
    first, second = await shared(owner, inbox), await shared(owner, inbox)
    old, new = signing(first), signing(second)

    third = await owner.post(keys_of(inbox), {"algorithm": "HS256"})
    both = [await arrives(server, inbox, sign("c-17", "Zoë")) for sign in (old, new)]
    removed = await remove(owner, inbox, first["id"])
    refused = await arrives(server, inbox, old("c-17", "Zoë"))
    left = await arrives(server, inbox, new("c-17", "Zoë"))

    assert (third.status_code, slug(third)) == (409, "conflict")
    assert [answer.status_code for answer in both] == [200, 200]
    assert removed == 204
    assert (refused.status_code, slug(refused)) == (401, "identity-invalid")
    assert left.json()["visitor"]["id"] == both[0].json()["visitor"]["id"]
    assert await remove(owner, inbox, first["id"]) == 404
    assert (await owner.post(keys_of(inbox), {"algorithm": "HS256"})).status_code == 201


async def test_a_site_keeps_its_private_key_and_rotates_it_too(server: Running, owner: Caller, inbox: Inbox) -> None:
    pairs = [pair(), pair()]
    made = [(await owner.post(keys_of(inbox), {"algorithm": "EdDSA", "public_key": pem})).json() for _, pem in pairs]
    tokens = [signed_with(private, key["id"], "c-17") for (private, _), key in zip(pairs, made, strict=True)]

    came = [(await arrives(server, inbox, token)).json()["visitor"]["id"] for token in tokens]
    swapped = await arrives(server, inbox, signed_with(pairs[0][0], made[1]["id"], "c-17"))
    await remove(owner, inbox, made[0]["id"])
    refused = await arrives(server, inbox, tokens[0])

    assert [key["public_key"] for key in made] == [pem for _, pem in pairs]
    assert [key["secret"] for key in made] == [None, None]
    assert len(set(came)) == 1
    for answer in (swapped, refused):
        assert (answer.status_code, slug(answer)) == (401, "identity-invalid")
    assert (await arrives(server, inbox, tokens[1])).status_code == 200


async def test_a_secret_is_told_once_and_made_once_for_each_name(owner: Caller, inbox: Inbox) -> None:
    named = {"Idempotency-Key": "first"}
    made = await owner.post(keys_of(inbox), {"algorithm": "HS256"}, headers=named)
    again = await owner.post(keys_of(inbox), {"algorithm": "HS256"}, headers=named)
    other = await owner.post(keys_of(inbox), {"algorithm": "EdDSA", "public_key": pair()[1]}, headers=named)
    listed = await owner.get(keys_of(inbox), headers={"Accept-Encoding": "gzip"})

    told = made.json()
    secret = told.pop("secret")
    assert len(secret) >= 43
    assert again.json() == {**told, "secret": None}
    assert (other.status_code, slug(other)) == (422, "idempotency-mismatch")
    assert listed.json() == {"items": [told]}
    assert "content-encoding" not in listed.headers
    assert told == {"id": told["id"], "algorithm": "HS256", "created_at": told["created_at"], "public_key": None}
    # The last place may be taken by the very request that is repeated.
    last = [await owner.post(keys_of(inbox), {"algorithm": "HS256"}, headers={"Idempotency-Key": "2"}) for _ in (1, 2)]
    assert [answer.status_code for answer in last] == [201, 201]
    assert last[0].json()["id"] == last[1].json()["id"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "algorithm"),
        ({"algorithm": "none"}, "algorithm"),
        ({"algorithm": "RS256"}, "algorithm"),
        ({"algorithm": "EdDSA"}, "public_key"),
        ({"algorithm": "EdDSA", "public_key": "not a key"}, "public_key"),
        ({"algorithm": "HS256", "public_key": "my own secret"}, "public_key"),
        ({"algorithm": "HS256", "secret": "my own secret"}, "secret"),
    ],
)
async def test_a_key_that_is_none_is_refused(owner: Caller, inbox: Inbox, body: dict[str, str], field: str) -> None:
    refused = await owner.post(keys_of(inbox), body)
    assert (refused.status_code, slug(refused), refused.json()["field"]) == (422, "validation", field)
    assert (await owner.get(keys_of(inbox))).json() == {"items": []}


async def test_the_inbox_of_another_workspace_is_not_there(server: Running, owner: Caller, inbox: Inbox) -> None:
    key = await shared(owner, inbox)
    elsewhere = await server.tables.workspaces.create("Another shop")
    link = await server.tables.setup.new_link(elsewhere.id)
    entry = {"token": link, "name": "Olga", "email": "olga@example.com", "password": "a kettle that sings at noon"}
    made = await server.http.post("/v1/setup", json=entry)
    server.http.cookies.clear()
    olga = Caller(server.http, made.json()["token"], made.json())

    for caller, place in ((olga, inbox.id), (owner, "inbox_nobodys")):
        path = f"/v1/inboxes/{place}/identity-keys"
        answers = [
            await caller.get(path),
            await caller.post(path, {"algorithm": "HS256"}),
            await caller.http.delete(f"{path}/{key['id']}", headers=caller.headers),
        ]
        assert [(answer.status_code, slug(answer)) for answer in answers] == [(404, "not-found")] * 3
    assert [one["id"] for one in (await owner.get(keys_of(inbox))).json()["items"]] == [key["id"]]


async def test_where_no_secret_can_be_kept_only_a_public_key_is_taken(
    server: Running, owner: Caller, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.tables.identity_keys, "_seals", Seals())
    refused = await owner.post(keys_of(inbox), {"algorithm": "HS256"})
    made = await owner.post(keys_of(inbox), {"algorithm": "EdDSA", "public_key": pair()[1]})
    assert (refused.status_code, slug(refused), refused.json()["field"]) == (422, "validation", "secrets")
    assert made.status_code == 201
