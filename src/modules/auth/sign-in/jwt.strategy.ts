import { createSecretKey } from 'node:crypto';
import { Inject, Injectable, UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { type FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type SignedIn } from './signed-in.js';
import { TOKEN_RULES, type TokenClaims } from './tokens.js';
import { Users } from '../users/users.js';
import { VerifiedTokens } from './verified-tokens.js';

/** The token that a request brings. */
export const bearerToken = ExtractJwt.fromAuthHeaderAsBearerToken() as (request: object) => string | null;

/** Checks a token the first time that it comes. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    private readonly users: Users,
    private readonly verified: VerifiedTokens,
    @Inject(CONFIG) config: Config,
  ) {
    super({
      jwtFromRequest: bearerToken,
      // Of a text, jsonwebtoken would first try at every request whether it is a public key.
      secretOrKey: createSecretKey(config.JWT_SECRET, 'utf8') as unknown as Buffer,
      algorithms: [TOKEN_RULES.algorithm],
      issuer: TOKEN_RULES.issuer,
      audience: TOKEN_RULES.audience,
      passReqToCallback: true,
    });
  }

  async validate(request: FastifyRequest, claims: TokenClaims): Promise<SignedIn> {
    const signedIn = claims.typ === 'access' ? await this.users.findByClaims(claims) : undefined;
    if (!signedIn) throw new UnauthorizedException();
    this.verified.remember(bearerToken(request)!, claims);
    return signedIn;
  }
}
