/** Decides which screen there is: setup, sign-in, or the desk of whoever is signed in. */
import { Button, Spinner } from "@relevo/ui";
import { useEffect, useMemo } from "preact/hooks";
import { LinkStrip } from "./page/link-strip.tsx";
import { goTo, route, START } from "./page/route.ts";
import { later, soon } from "./page/later.tsx";
import { followLooks } from "./page/theme.ts";
import { followTitle } from "./page/title.ts";
import { Toaster } from "./page/toaster.tsx";
import { LOAD_AGAIN, loadAgain, UNLOADED } from "./screens/unloaded.tsx";
import { Gate } from "./screens/gate.tsx";
import { InboxScreen } from "./screens/inbox.tsx";
import type { SettingsProps } from "./settings/screen.tsx";
import type { Account, AccountState } from "./state/account.ts";
import { DeskContext, openDesk } from "./state/desk.ts";

/** Most who come are signed in already. Who has signed out may be without a connection, or on a page of before an update. */
const SignIn = soon<Parameters<typeof import("./screens/sign-in.tsx").SignIn>[0]>(() => import("./screens/sign-in.tsx").then((file) => file.SignIn), Unloaded);

/** Needed once in the life of a workspace. */
const Setup = later<Parameters<typeof import("./screens/setup.tsx").Setup>[0]>(() => import("./screens/setup.tsx").then((file) => file.Setup), Unloaded);

const Settings = later<SettingsProps>(() => import("./settings/screen.tsx").then((file) => file.SettingsScreen), Unloaded);

/** The file is gone when the server was updated while this page was open. */
function Unloaded() {
  return (
    <Gate title="This page could not be loaded" lead={UNLOADED}>
      <Button variant="primary" icon="retry" onClick={loadAgain}>
        {LOAD_AGAIN}
      </Button>
    </Gate>
  );
}

export function App({ account }: { account: Account }) {
  const at = route.value;
  const state = account.state.value;
  if (at.screen === "setup" && state.kind !== "in") return <Setup account={account} token={at.token} />;
  switch (state.kind) {
    case "unknown":
      return (
        <p class="gate" role="status">
          <Spinner />
          <span class="visually-hidden">Loading</span>
        </p>
      );
    case "unreachable":
      return (
        <Gate title="The server cannot be reached" lead={state.text}>
          <Button variant="primary" icon="retry" onClick={() => void account.check()}>
            Try again
          </Button>
        </Gate>
      );
    case "out":
      return <SignIn account={account} wasIn={state.wasIn} />;
    case "in":
      return <SignedIn key={state.agent.id} account={account} state={state} />;
  }
}

function SignedIn({ account, state }: { account: Account; state: AccountState & { kind: "in" } }) {
  const desk = useMemo(
    () => openDesk({ api: account.api, agent: state.agent, workspace: state.workspace, preferences: state.preferences, onSignedOut: account.lose, signOut: account.signOut }),
    [],
  );
  useEffect(() => {
    const stops = [followTitle(desk.waiting), followLooks(desk.preferring.now)];
    return () => {
      for (const stop of stops) stop();
      desk.close();
    };
  }, [desk]);
  const at = route.value;
  // Signed in already: the sign-in and setup addresses lead to the inbox.
  useEffect(() => {
    if (at.screen !== "inbox" && at.screen !== "settings") goTo(START, { isReplacing: true });
  }, [at.screen]);
  return (
    <DeskContext.Provider value={desk}>
      <LinkStrip state={desk.link} />
      {at.screen === "settings" ? <Settings at={at} /> : <InboxScreen at={at.screen === "inbox" ? at : START} />}
      <Toaster toasts={desk.toasts} />
    </DeskContext.Provider>
  );
}
