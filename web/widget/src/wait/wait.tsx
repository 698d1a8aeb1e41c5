/** What the widget needs only once a person has been asked for or has come: a file of its own. */
import type { Wait } from "../contract.ts";
import css from "../style/wait.css?inline";
import { bell } from "./bell.tsx";
import { follow } from "./follow.ts";
import { number } from "./number.tsx";
import { joining, place, shared } from "./place.tsx";
import { isTold, separator } from "./separator.tsx";

export const wait: Wait = { css, bell, joining, place, number, separator, isTold, shared, follow };
