import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessCheck } from './access-check.js';
import { AccessGuard } from './access.guard.js';
import { AuthController } from './auth.controller.js';
import { JwtStrategy } from './jwt.strategy.js';
import { LogInHandler } from './log-in/log-in.js';
import { Passwords } from './passwords.js';
import { RegisterUserHandler } from './register-user/register-user.js';
import { Tokens } from './tokens.js';
import { UserRow } from './user.table.js';
import { Users } from './users.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([UserRow]), JwtModule.register({}), PassportModule, DiscoveryModule],
  controllers: [AuthController],
  providers: [
    Users, Passwords, Tokens, JwtStrategy, AccessCheck, RegisterUserHandler, LogInHandler,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Users],
})
export class AuthModule {}
