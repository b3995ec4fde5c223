import { Inject, Injectable, UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { type Actor } from '../../platform/context/request-context.js';
import { type AccessClaims, TOKEN_RULES } from './tokens.js';
import { Users } from './users.js';

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly users: Users, @Inject(CONFIG) config: Config) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: config.JWT_SECRET,
      algorithms: [TOKEN_RULES.algorithm],
      issuer: TOKEN_RULES.issuer,
      audience: TOKEN_RULES.audience,
    });
  }

  async validate(claims: AccessClaims): Promise<Actor> {
    const id = Number(claims.sub);
    const actor = claims.typ === 'access' && claims.jti && Number.isSafeInteger(id) ? await this.users.findActor(id) : undefined;
    if (!actor) throw new UnauthorizedException();
    return actor;
  }
}
