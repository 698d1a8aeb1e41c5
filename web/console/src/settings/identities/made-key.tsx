/** A key as it was just made: what the site's server must know of it, the secret for this once. */
import { Button, Dialog, Icon } from "@relevo/ui";
import type { IdentityKey } from "../../api/desk.ts";
import { Copied } from "../lists/copied.tsx";

export function MadeKey({ made, onClose }: { made: IdentityKey; onClose: () => void }) {
  const isShared = made.algorithm === "HS256";
  return (
    <Dialog title={isShared ? "Your new secret" : "Your public key is added"} size="m" testid="identity-key-made" onClose={onClose} actions={<Button variant="primary" onClick={onClose}>Done</Button>}>
      {isShared && made.secret && (
        <>
          <p>The secret is for your server alone: whoever has it can be any of your customers. Copy it now, nobody can look it up again.</p>
          <Copied text={made.secret} label="Secret" testid="identity-secret" />
        </>
      )}
      {isShared && !made.secret && (
        <p class="set-note set-note--warning">
          <Icon name="alert" size={17} /> <span>This secret was made before and cannot be shown again. Remove its key and make another one.</span>
        </p>
      )}
      <p>
        The key’s id, which each token names as <code dir="ltr">kid</code>:
      </p>
      <Copied text={made.id} label="Key id" testid="identity-key-id" />
    </Dialog>
  );
}
