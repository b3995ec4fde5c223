export class QueueBoardDto {
  /** Where the board is, from the root of this server. */
  url: string;
  /** Seconds until the browser has to ask again. */
  expires_in: number;
}
