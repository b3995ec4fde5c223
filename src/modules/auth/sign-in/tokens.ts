import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type TokenDto } from './log-in/log-in.dto.js';

/** The one algorithm, issuer and audience that this API signs and accepts. */
export const TOKEN_RULES = { algorithm: 'HS256' as const, issuer: 'insurance-crm', audience: 'insurance-crm-api' };

/** A browser's pass has an audience of its own, so that neither token can ever be taken for the other. */
const AUDIENCES = { access: TOKEN_RULES.audience, queues: 'insurance-crm-queues' };

/** The claims of a token; role and team are read from the database at each request, not from here. */
export interface TokenClaims {
  sub: string;
  typ: 'access' | 'queues';
  jti: string;
  /** The session, whose end is the token's end. */
  sid: string;
  exp?: number;
}

@Injectable()
export class Tokens {
  constructor(
    private readonly jwt: JwtService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** How long a signed token lives, in seconds. */
  get seconds(): number {
    return this.config.ACCESS_TOKEN_MINUTES * 60;
  }

  /** A freshly signed access token beside the session's refresh token. */
  pair(userId: number, { sessionId, refreshToken }: { sessionId: string; refreshToken: string }): TokenDto {
    return {
      access_token: this.sign('access', userId, sessionId),
      token_type: 'bearer',
      expires_in: this.seconds,
      refresh_token: refreshToken,
    };
  }

  /** A token of a session for one purpose; it is worth nothing for another. */
  sign(typ: TokenClaims['typ'], userId: number, sessionId: string): string {
    return this.jwt.sign(
      { typ, sid: sessionId },
      {
        secret: this.config.JWT_SECRET,
        algorithm: TOKEN_RULES.algorithm,
        issuer: TOKEN_RULES.issuer,
        audience: AUDIENCES[typ],
        subject: String(userId),
        jwtid: randomUUID(),
        expiresIn: this.seconds,
      },
    );
  }

  /** What a token claims; undefined where it is not of this purpose, altered, or has run out. */
  async read(typ: TokenClaims['typ'], token: string): Promise<TokenClaims | undefined> {
    try {
      const claims = await this.jwt.verifyAsync<TokenClaims>(token, {
        secret: this.config.JWT_SECRET,
        algorithms: [TOKEN_RULES.algorithm],
        issuer: TOKEN_RULES.issuer,
        audience: AUDIENCES[typ],
      });
      return claims.typ === typ ? claims : undefined;
    } catch {
      return undefined;
    }
  }
}
