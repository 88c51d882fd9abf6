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

export interface Score {
  total: number;
  /** `B2`: grade of fit, then of engagement. */
  grade: string;
  grade_fit: string;
  grade_engagement: string;
  explanation: ScoreRow[];
  /** `pricing_view +20, company_size +25` */
  reasons: string;
  /** A score per dimension. */
  [dimension: string]: number | string | ScoreRow[];
}

export interface Explanation {
  score: Score;
  stage: string | null;
  tags: string[];
  level: string;
  reason: string | null;
  qualified: boolean;
}

/** Where a delivery stands. */
export type DeliveryState = "queued" | "confirmed" | "unconfirmed" | "failed" | "expired";

export interface OutboxEntry {
  /** The message as the receiver gets it, without the keys of an attempt. */
  message: Record<string, unknown> & { id: string };
  /** Milliseconds since 1970. */
  created_ms: number;
  deliveries: { destination: string; state: DeliveryState; attempts: number; not_before_ms: number }[];
}

export interface Leadwell {
  /** Counts an event of your own for every rule that listens to it. */
  (command: "track", name: string, detail?: Record<string, unknown>): Promise<null>;
  /** Counts a page view; for sites that change pages without loading them. */
  (command: "page"): Promise<null>;
  /** What is known of the visitor: the facts `user.*`, and answers for fields whose `prefill` names one of these keys. */
  (command: "identify", user: Record<string, unknown>): Promise<null>;
  /** The visitor's choice. What is refused is erased. */
  (command: "consent", choices: Partial<Record<ReservedPurpose, boolean>>): Promise<null>;
  /** Erases what this browser knows of the visitor. Leads on their way still go out. */
  (command: "forget"): Promise<null>;
  /** Sends what waits in the outbox now. */
  (command: "flush"): Promise<null>;
  /** The score with every reason. */
  (command: "explain"): Promise<Explanation>;
  /** All that this browser holds. */
  (command: "export"): Promise<{ visitor: unknown; explanation: Explanation; outbox: OutboxEntry[] }>;
  /** Leads that are not delivered everywhere yet. */
  (command: "outbox"): Promise<OutboxEntry[]>;
}

export interface LeadwellEventMap {
  /** The runtime is there and the page's forms have their behaviour. */
  "leadwell:ready": CustomEvent<Record<string, never>>;
  /** The runtime could not start; the page keeps its native forms. */
  "leadwell:unavailable": CustomEvent<null>;
  "leadwell:form-start": CustomEvent<{ form: string }>;
  /** Another step is on screen: its number among those that come, from 1. */
  "leadwell:form-step": CustomEvent<{ form: string; step: number }>;
  /** These fields were refused, here or by the receiver. */
  "leadwell:form-invalid": CustomEvent<{ form: string; fields: string[] }>;
  /** Cancellable: `preventDefault()` stops the submission. */
  "leadwell:before-submit": CustomEvent<{ form: string; fields: Record<string, string | string[]> }>;
  /** The lead is in the outbox. */
  "leadwell:submit": CustomEvent<{ form: string }>;
  /** A delivery moved on. */
  "leadwell:lead": CustomEvent<{ id: string; destination: string; state: DeliveryState; attempts: number }>;
  "leadwell:score": CustomEvent<Explanation>;
  "leadwell:consent": CustomEvent<Record<ReservedPurpose, "granted" | "denied">>;
}

declare global {
  interface Window {
    leadwell: Leadwell;
  }
  interface DocumentEventMap extends LeadwellEventMap {}
}
