import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RequestLimit } from '../../platform/http/request-limit.js';
import { AdministerUserHandler } from './administer-user/administer-user.js';
import { Afterwards } from './afterwards.js';
import { AccessCheck } from './access-check.js';
import { AccessLog } from './access-log/access-log.js';
import { AccessGuard } from './access.guard.js';
import { AuthController } from './auth.controller.js';
import { BrowserPasses } from './browser-passes.js';
import { ChangePasswordHandler } from './change-password/change-password.js';
import { FailedSignIns } from './failed-sign-ins.js';
import { JwtStrategy } from './jwt.strategy.js';
import { ListUsersHandler } from './list-users/list-users.js';
import { LogInHandler } from './log-in/log-in.js';
import { LogOutHandler } from './log-out/log-out.js';
import { Passwords } from './passwords.js';
import { RefreshSessionHandler } from './refresh-session/refresh-session.js';
import { RegisterUserHandler } from './register-user/register-user.js';
import { RegistrationRules } from './register-user/registration-rules.js';
import { IssueResetTokenHandler } from './reset-password/issue-reset-token.js';
import { RequestPasswordResetHandler } from './reset-password/request-password-reset.js';
import { ResetPasswordHandler } from './reset-password/reset-password.js';
import { ResetTokens } from './reset-password/reset-tokens.js';
import { ConfirmSecondFactorHandler } from './second-factor/confirm-second-factor.js';
import { EnrolSecondFactorHandler } from './second-factor/enrol-second-factor.js';
import { RemoveSecondFactorHandler } from './second-factor/remove-second-factor.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';
import { SignInCleaning } from './sign-in-cleaning.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { Tokens } from './tokens.js';
import { UserRow } from './user.table.js';
import { UsersController } from './users.controller.js';
import { Users } from './users.js';
import { VerifiedTokens } from './verified-tokens.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([UserRow]), JwtModule.register({}), PassportModule, DiscoveryModule],
  controllers: [AuthController, UsersController],
  providers: [
    Users,
    Passwords,
    Tokens,
    Sessions,
    SecondFactors,
    ResetTokens,
    SignInThrottle,
    SignInCleaning,
    Afterwards,
    JwtStrategy,
    VerifiedTokens,
    AccessCheck,
    AccessLog,
    BrowserPasses,
    FailedSignIns,
    RequestLimit,
    RegistrationRules,
    RegisterUserHandler,
    LogInHandler,
    RefreshSessionHandler,
    LogOutHandler,
    ChangePasswordHandler,
    RequestPasswordResetHandler,
    IssueResetTokenHandler,
    ResetPasswordHandler,
    EnrolSecondFactorHandler,
    ConfirmSecondFactorHandler,
    RemoveSecondFactorHandler,
    ListUsersHandler,
    AdministerUserHandler,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Users, BrowserPasses, FailedSignIns],
})
export class AuthModule {}
