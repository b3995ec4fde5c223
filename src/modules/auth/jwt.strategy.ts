import { createSecretKey } from 'node:crypto';
import { Inject, Injectable, UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { isUUID } from 'class-validator';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { type SignedIn } from './signed-in.js';
import { type AccessClaims, TOKEN_RULES } from './tokens.js';
import { Users } from './users.js';

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly users: Users, @Inject(CONFIG) config: Config) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      // Of a text, jsonwebtoken would first try at every request whether it is a public key.
      secretOrKey: createSecretKey(config.JWT_SECRET, 'utf8') as unknown as Buffer,
      algorithms: [TOKEN_RULES.algorithm],
      issuer: TOKEN_RULES.issuer,
      audience: TOKEN_RULES.audience,
    });
  }

  async validate(claims: AccessClaims & { exp?: number }): Promise<SignedIn> {
    const id = Number(claims.sub);
    const wellFormed = claims.typ === 'access' && claims.jti && claims.exp && Number.isSafeInteger(id) && isUUID(claims.sid);
    const signedIn = wellFormed ? await this.users.findSignedIn(id, claims.sid) : undefined;
    if (!signedIn) throw new UnauthorizedException();
    return signedIn;
  }
}
