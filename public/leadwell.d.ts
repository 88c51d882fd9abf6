// Types of Leadwell's one global and of the events it dispatches on `document`.

export {};

/** Purposes whose consent the campaign's `consent.mode` sets until the visitor chooses. */
export type ReservedPurpose = "personalization" | "analytics" | "advertising";

export interface ScoreRow {
  dimension: string;
  /** A rule's id, or `cap` where a bound cut. */
  rule: string;
  /** Of a `cap`, the rule or group that was bounded; absent where the dimension's own bounds cut. */
  of?: string;
  /** Points; all rows of a dimension add up to its score. */
  points: number;
  count: number;
  /** RFC 3339, one per occurrence; absent for rules that read answers and facts. */
  at?: string[];
}

/** What one fact adds to the log odds of `probability`; all of them add up to it. */
export interface ScoreContribution {
  /** A fact's name; `intercept` is where every lead starts. */
  fact: string;
  /** The value that counts; absent where the fact counts as a number. */
  is?: string | number | boolean;
  log_odds: number;
}

export interface Score {
  total: number;
  /** `B2`: grade of fit, then of engagement. */
  grade: string;
  grade_fit: string;
  grade_engagement: string;
  explanation: ScoreRow[];
  /** `pricing_view +20, company_size +25` */
  reasons: string;
  /** The learned score, between 0 and 1; this and `contributions` are absent without `scoring.model`. */
  probability?: number;
  contributions?: ScoreContribution[];
  /** A score per dimension. */
  [dimension: string]: number | string | ScoreRow[] | ScoreContribution[] | undefined;
}

export interface Explanation {
  score: Score;
  stage: string | null;
  tags: string[];
  level: string;
  reason: string | null;
  qualified: boolean;
}

export type PopupKind = "modal" | "slide_in" | "bar" | "fullscreen" | "inline" | "teaser" | "consent" | "privacy";

/** One rule over a popup: whether it lets the popup show now. The figures that decide stand beside it. */
export interface PopupRule {
  rule: "consent" | "trigger" | "cancel" | "schedule" | "sample" | "stop" | "frequency" | "group" | "page_limit" | "session_limit" | "gap" | "after_submit" | "busy" | "when";
  holds: boolean;
  [figure: string]: unknown;
}

export interface PopupExplanation {
  id: string;
  kind: PopupKind;
  /** Whether it is on screen. */
  open: boolean;
  /** Whether it would show now: every rule holds. */
  shows: boolean;
  rules: PopupRule[];
  /** What the facts are now that its conditions read, by name. */
  facts: Record<string, unknown>;
}

/** What opened a popup: its own trigger, a call, a click on `data-leadwell-open`, the page's `#leadwell=ID`, `?leadwell_preview=ID`, or another popup. */
export type PopupOpener = "trigger" | "call" | "click" | "hash" | "preview" | "popup";

/** Why a popup closed. The first five are dismissals. */
export type PopupClosed = "button" | "escape" | "overlay" | "decline" | "no" | "cta" | "after" | "submitted" | "call" | "consent" | "opened" | "elsewhere";

/** Where a delivery stands. */
export type DeliveryState = "queued" | "confirmed" | "unconfirmed" | "failed" | "expired";

export interface OutboxEntry {
  /** The message as the receiver gets it, without the keys of an attempt. */
  message: Record<string, unknown> & { id: string };
  /** Milliseconds since 1970. */
  created_ms: number;
  deliveries: {
    destination: string;
    state: DeliveryState;
    attempts: number;
    /** Milliseconds since 1970 before which it is not tried again, and how long that pause is. */
    not_before_ms: number;
    pause_ms: number;
    /** The receiver asked for the pause: nothing else goes there meanwhile. */
    holds: boolean;
  }[];
}

export interface Leadwell {
  /** Counts an event of your own for every rule that listens to it. */
  (command: "track", name: string, detail?: Record<string, unknown>): Promise<null>;
  /** Counts a page view; for sites that change pages without loading them. */
  (command: "page"): Promise<null>;
  /** Opens a popup, whatever its rules say. */
  (command: "open", popup: string): Promise<null>;
  /** Closes a popup, or whichever is open. */
  (command: "close", popup?: string): Promise<null>;
  /** What is known of the visitor: the facts `user.*`, and answers for fields whose `prefill` names one of these keys. */
  (command: "identify", user: Record<string, unknown>): Promise<null>;
  /**
   * The visitor's choice. What is refused is erased. Purposes of forms (`marketing`) can be taken back, not given. With `"page"`, what the
   * page's own consent tool says.
   */
  (command: "consent", choices: Partial<Record<ReservedPurpose, boolean>> & Record<string, boolean>, by?: "page"): Promise<null>;
  /** Erases what this browser knows of the visitor, and asks destinations that take `lead.erase_requested`. Leads on their way still go out. */
  (command: "forget"): Promise<null>;
  /** Sends what waits in the outbox now. */
  (command: "flush"): Promise<null>;
  /** The score with every reason, and for every popup why it is or is not shown. */
  (command: "explain"): Promise<Explanation & { popups: PopupExplanation[] }>;
  /** All that this browser holds. */
  (command: "export"): Promise<{
    /** The record in memory. */
    visitor: unknown;
    /** Where consent stands. */
    consent: Record<ReservedPurpose, "granted" | "denied">;
    explanation: Explanation;
    outbox: OutboxEntry[];
    /** All that is stored, by key. */
    stored: Record<string, unknown>;
  }>;
  /** Leads that are not delivered everywhere yet. */
  (command: "outbox"): Promise<OutboxEntry[]>;
}

export interface LeadwellEventMap {
  /** The runtime is there and the page's forms have their behaviour. */
  "leadwell:ready": CustomEvent<Record<string, never>>;
  /** The runtime could not start; the page keeps its native forms. */
  "leadwell:unavailable": CustomEvent<null>;
  /** Cancellable: `preventDefault()` keeps the popup away; its rules are asked again at the next event. */
  "leadwell:before-open": CustomEvent<{ popup: string; kind: PopupKind; how: PopupOpener }>;
  "leadwell:open": CustomEvent<{ popup: string; kind: PopupKind; how: PopupOpener }>;
  "leadwell:close": CustomEvent<{ popup: string; kind: PopupKind; reason: PopupClosed }>;
  "leadwell:form-start": CustomEvent<{ form: string }>;
  /** Another step is on screen: its number among those that come, from 1. */
  "leadwell:form-step": CustomEvent<{ form: string; step: number }>;
  /** These fields were refused, here or by the receiver. */
  "leadwell:form-invalid": CustomEvent<{ form: string; fields: string[] }>;
  /** Cancellable: `preventDefault()` stops the submission. */
  "leadwell:before-submit": CustomEvent<{ form: string; fields: Record<string, string | string[]> }>;
  /** The lead is in the outbox. */
  "leadwell:submit": CustomEvent<{ form: string }>;
  /** A delivery moved on: it was taken in (`queued`), is on the wire (`sent`), and what came of it; `queued` again where it will be tried again. */
  "leadwell:lead": CustomEvent<{ id: string; destination: string; state: DeliveryState | "sent"; attempts: number }>;
  "leadwell:score": CustomEvent<Explanation>;
  /** The funnel's stage changed. */
  "leadwell:stage": CustomEvent<{ stage: string | null; before: string | null }>;
  /** The level changed. */
  "leadwell:level": CustomEvent<{ level: string; before: string | null }>;
  /** The visitor has a tag that they had not. */
  "leadwell:tag": CustomEvent<{ tag: string }>;
  /** The visitor saw what depends on an experiment, as it is in their variant: once on a visit, never on views that the address forces. */
  "leadwell:experiment": CustomEvent<{ experiment: string; variant: string }>;
  /** What the tool `dom` of `analytics` is told, after consent to its purpose; `on` may give it another name. */
  "leadwell:analytics": CustomEvent<{ name: string; id: string; [field: string]: unknown }>;
  "leadwell:consent": CustomEvent<Record<ReservedPurpose, "granted" | "denied">>;
  /** What this browser knew of the visitor is erased. */
  "leadwell:forgotten": CustomEvent<Record<string, never>>;
}

declare global {
  interface Window {
    leadwell: Leadwell;
  }
  interface DocumentEventMap extends LeadwellEventMap {}
}
