import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { CONFIG, type Config } from '../../platform/config/config.js';

/** The one algorithm, issuer and audience that this API signs and accepts. */
export const TOKEN_RULES = { algorithm: 'HS256' as const, issuer: 'insurance-crm', audience: 'insurance-crm-api' };

/** The claims of an access token; role and team are read from the database at each request, not from here. */
export interface AccessClaims {
  sub: string;
  typ: 'access';
  jti: string;
  /** The session, whose end is the token's end. */
  sid: string;
}

/** What signing in and refreshing answer with. */
export interface TokenPair {
  access_token: string;
  token_type: 'bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
}

@Injectable()
export class Tokens {
  constructor(
    private readonly jwt: JwtService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A freshly signed access token beside the session's refresh token. */
  pair(userId: number, { sessionId, refreshToken }: { sessionId: string; refreshToken: string }): TokenPair {
    const expiresIn = this.config.ACCESS_TOKEN_MINUTES * 60;
    const access_token = this.jwt.sign({ typ: 'access', sid: sessionId }, {
      secret: this.config.JWT_SECRET,
      algorithm: TOKEN_RULES.algorithm,
      issuer: TOKEN_RULES.issuer,
      audience: TOKEN_RULES.audience,
      subject: String(userId),
      jwtid: randomUUID(),
      expiresIn,
    });
    return { access_token, token_type: 'bearer', expires_in: expiresIn, refresh_token: refreshToken };
  }
}
