/** Says of a setting of an AI agent whether it is its own, and leads back to the workspace's. */
import { Button } from "@relevo/ui";

export function Origin({ name, isOwn, onInherit }: { name: string; isOwn: boolean; onInherit: () => void }) {
  return (
    <p class="set-origin">
      {isOwn ? (
        <>
          <span>Only for this AI agent.</span>
          <Button size="s" variant="quiet" icon="undo" testid={`inherit-${name}`} onClick={onInherit}>
            Use the workspace’s
          </Button>
        </>
      ) : (
        "As in the workspace."
      )}
    </p>
  );
}
