/** Says that the plan does not have handoff, and the way to one that has. */
import { Icon } from "@relevo/ui";
import type { Settings } from "../../api/desk.ts";

export function Locked({ plan }: { plan: Settings["plan"] }) {
  return (
    <section class="set-locked" aria-label="Plan" data-testid="plan-locked">
      <Icon name="hand" size={22} />
      <div>
        <h2>Handoff to people is not part of the {plan.name} plan</h2>
        <p>Your AI agents go on answering. You can prepare everything here; visitors can ask for a person as soon as the plan includes it.</p>
      </div>
      {plan.upgrade_url && (
        <a class="ui-button ui-button--primary ui-button--m" href={plan.upgrade_url} target="_blank" rel="noreferrer" data-testid="upgrade">
          <span class="ui-button__label">Upgrade</span>
        </a>
      )}
    </section>
  );
}
