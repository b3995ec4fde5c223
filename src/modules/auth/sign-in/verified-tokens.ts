import { Injectable } from '@nestjs/common';
import { type TokenClaims } from './tokens.js';

/** Some five megabytes. */
const MOST = 10_000;

/**
 * Access tokens that passport has found right in this process. What it checked cannot change for the same text, but for the
 * time: that, and whether the session goes on, is looked at for every request.
 */
@Injectable()
export class VerifiedTokens {
  private readonly claims = new Map<string, TokenClaims>();

  remember(token: string, claims: TokenClaims): void {
    if (this.claims.size >= MOST) this.claims.clear();
    this.claims.set(token, claims);
  }

  /** What a token claims that was found right before and has not run out since. */
  find(token: string | null): TokenClaims | undefined {
    const known = token === null ? undefined : this.claims.get(token);
    return known?.exp && known.exp > Date.now() / 1000 ? known : undefined;
  }
}
