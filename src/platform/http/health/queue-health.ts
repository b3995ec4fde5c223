/** Whether the queues' own server answers: health tells of it, and what knows the queues lies above the platform. */
export abstract class QueueHealth {
  /** Soon, whatever the server does; undefined where the queues have none but PostgreSQL. */
  abstract answers(): Promise<boolean | undefined>;
}
