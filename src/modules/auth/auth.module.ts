import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { RequestLimit } from '../../platform/http/edge/request-limit.js';
import { AdministerUserHandler } from './users/administer-user/administer-user.js';
import { BackgroundWork } from './sign-in/background-work.js';
import { AccessCheck } from './access/access-check.js';
import { AccessLog } from './access/access-log.js';
import { AccessGuard } from './access/access.guard.js';
import { AuthController } from './auth.controller.js';
import { BrowserPasses } from './sign-in/browser-passes.js';
import { ChangePasswordHandler } from './sign-in/change-password/change-password.js';
import { FailedSignIns } from './sign-in/failed-sign-ins.js';
import { JwtStrategy } from './sign-in/jwt.strategy.js';
import { ListUsersHandler } from './users/list-users/list-users.js';
import { LogInHandler } from './sign-in/log-in/log-in.js';
import { LogOutHandler } from './sign-in/log-out/log-out.js';
import { Passwords } from './sign-in/passwords.js';
import { RefreshSessionHandler } from './sign-in/refresh-session/refresh-session.js';
import { RegisterUserHandler } from './users/register-user/register-user.js';
import { RegistrationRules } from './users/register-user/registration-rules.js';
import { IssueResetTokenHandler } from './sign-in/reset-password/issue-reset-token.js';
import { RequestPasswordResetHandler } from './sign-in/reset-password/request-password-reset.js';
import { ResetPasswordHandler } from './sign-in/reset-password/reset-password.js';
import { ResetTokens } from './sign-in/reset-password/reset-tokens.js';
import { ConfirmSecondFactorHandler } from './second-factor/confirm-second-factor.js';
import { EnrolSecondFactorHandler } from './second-factor/enrol-second-factor.js';
import { RemoveSecondFactorHandler } from './second-factor/remove-second-factor.js';
import { SecondFactors } from './second-factor/second-factors.js';
import { Sessions } from './sign-in/sessions.js';
import { SignInCleaning } from './sign-in/sign-in-cleaning.js';
import { SignInThrottle } from './sign-in/sign-in-throttle.js';
import { Tokens } from './sign-in/tokens.js';
import { UsersController } from './users.controller.js';
import { Users } from './users/users.js';
import { VerifiedTokens } from './sign-in/verified-tokens.js';
import './auth.problems.js';

@Global()
@Module({
  imports: [JwtModule.register({}), PassportModule, DiscoveryModule],
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
    BackgroundWork,
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
