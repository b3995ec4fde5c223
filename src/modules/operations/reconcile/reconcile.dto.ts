export class ForwardedDto {
  event_id: string;
  event_type: string;
  subscriber: string;
  /** What was missing. */
  reason: string;
}

export class StuckDto extends ForwardedDto {
  /** `dead` or `skipped`: an admin decides (redrive), reconciling does not. */
  status: string;
}

export class ReconciliationDto {
  /** Owed once more, and on their way. */
  forwarded: ForwardedDto[];
  /** Missing as well, but given up on: 500 of them at most. */
  stuck: StuckDto[];
  /** There was more to owe again than one run takes: reconcile again. */
  more: boolean;
}
