import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Req,
  UnauthorizedException,
  UseInterceptors,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type FastifyRequest } from 'fastify';
import { RequestContext } from '../../platform/context/request-context.js';
import { OpenRoute } from '../../platform/http/edge/open-route.js';
import { Section } from '../../platform/http/openapi/section.js';
import { NoKey, TakesForm, WithoutDatabase, WithoutSecondFactor } from '../../platform/http/edge/route-traits.js';
import { Refuses } from '../../platform/http/problems/refuses.js';
import { MadeAt } from '../../platform/http/answers/resource-headers.interceptor.js';
import { RequestLimit } from '../../platform/http/edge/request-limit.js';
import { May } from './access/may.js';
import { AccessLog } from './access/access-log.js';
import { ChangePassword } from './sign-in/change-password/change-password.js';
import { ChangePasswordDto } from './sign-in/change-password/change-password.dto.js';
import { LogIn } from './sign-in/log-in/log-in.js';
import { LogInDto, TokenDto } from './sign-in/log-in/log-in.dto.js';
import { LogOut } from './sign-in/log-out/log-out.js';
import { RefreshSession } from './sign-in/refresh-session/refresh-session.js';
import { RefreshSessionDto } from './sign-in/refresh-session/refresh-session.dto.js';
import { RegisterUser } from './users/register-user/register-user.js';
import { RegisterUserDto } from './users/register-user/register-user.dto.js';
import { RegistrationRules } from './users/register-user/registration-rules.js';
import { RequestPasswordReset } from './sign-in/reset-password/request-password-reset.js';
import { ResetPassword } from './sign-in/reset-password/reset-password.js';
import { ForgotPasswordDto, ResetPasswordDto } from './sign-in/reset-password/reset-password.dto.js';
import { ConfirmSecondFactor } from './second-factor/confirm-second-factor.js';
import { EnrolSecondFactor } from './second-factor/enrol-second-factor.js';
import { RemoveSecondFactor } from './second-factor/remove-second-factor.js';
import { ConfirmSecondFactorDto, EnrolmentDto, RecoveryCodesDto } from './second-factor/second-factor.dto.js';
import { type SignedIn } from './sign-in/signed-in.js';
import { UserDto, userDto } from './users/user.dto.js';
import { Users } from './users/users.js';

/** From one address, but for an admin's: each hashes a password, for which those who sign in wait. */
const REGISTRATIONS = { requests: 200, seconds: 600 };
/** From one address: each may take a transaction and a mail. */
const FORGOTTEN_PASSWORDS = { requests: 60, seconds: 600 };

@Section('auth', 'Register, sign in and out, password and second factor.')
@NoKey()
@WithoutSecondFactor()
@Controller('auth')
export class AuthController {
  constructor(
    private readonly commands: CommandBus,
    private readonly users: Users,
    private readonly context: RequestContext,
    private readonly accessLog: AccessLog,
    private readonly limit: RequestLimit,
  ) {}

  /** Register as a broker or affiliate; an admin registers any role. */
  @Post('register')
  @MadeAt<UserDto>(({ id }, actor) => (actor?.role === 'admin' ? `/users/${id}` : '/auth/me'))
  @OpenRoute()
  @UseInterceptors(RegistrationRules)
  @Refuses('forbidden', 'username_taken', 'email_taken', 'unauthenticated', 'too_many_requests')
  async registerUser(@Body() body: RegisterUserDto, @Req() request: FastifyRequest): Promise<UserDto> {
    // Who sends a token means to register with its rights; without them the answer would be a puzzle.
    if (request.headers.authorization && !this.context.maybeActor) throw new UnauthorizedException();
    const actor = this.context.maybeActor as SignedIn | undefined;
    if (actor) this.accessLog.begin(request, actor, { resource: 'user', action: 'create' });
    if (actor?.role !== 'admin') await this.limit.take('auth/register', request.ip, REGISTRATIONS);
    const user = { ...body, role: body.role ?? 'broker', supervisor_id: body.supervisor_id ?? null };
    const { id } = await this.commands.execute(new RegisterUser(user, actor?.role === 'admin'));
    return userDto((await this.users.get(id)).state);
  }

  /** Sign in with user name and password, and with otp where a second factor is enrolled. */
  @Post('login')
  @TakesForm()
  @HttpCode(200)
  @OpenRoute()
  @Refuses('wrong_credentials', 'otp_required', 'wrong_otp', 'too_many_requests')
  logIn(@Body() { username, password, otp }: LogInDto): Promise<TokenDto> {
    return this.commands.execute(new LogIn(username, password, otp));
  }

  /** Exchange a refresh token for the next pair of tokens. */
  @Post('refresh')
  @HttpCode(200)
  @OpenRoute()
  @Refuses('invalid_refresh_token')
  refreshSession(@Body() { refresh_token }: RefreshSessionDto): Promise<TokenDto> {
    return this.commands.execute(new RefreshSession(refresh_token));
  }

  /** End this session: its tokens stop working within five seconds. */
  @Post('logout')
  @HttpCode(204)
  @May('session', 'end')
  logOut(): Promise<void> {
    return this.commands.execute(new LogOut(this.signedIn));
  }

  /** Who is signed in. */
  @Get('me')
  @May('session', 'read')
  async getMe(): Promise<UserDto> {
    return userDto((await this.users.get(this.context.actor.id)).state);
  }

  /** Change your password; your other sessions end. */
  @Post('password')
  @HttpCode(204)
  @May('session', 'change_password')
  @Refuses('too_many_requests')
  changePassword(@Body() { current_password, new_password }: ChangePasswordDto): Promise<void> {
    return this.commands.execute(new ChangePassword(this.signedIn, current_password, new_password));
  }

  /** Ask for a mail to set your password anew; the answer is the same whether the address is known or not. */
  @Post('password/forgot')
  @WithoutDatabase()
  @HttpCode(202)
  @OpenRoute()
  @Refuses('too_many_requests')
  async requestPasswordReset(@Body() { email }: ForgotPasswordDto, @Req() request: FastifyRequest): Promise<void> {
    await this.limit.take('auth/password/forgot', request.ip, FORGOTTEN_PASSWORDS);
    return this.commands.execute(new RequestPasswordReset(email));
  }

  /** Set your password anew with the token from the mail: within 30 minutes, once. Every session ends. */
  @Post('password/reset')
  @HttpCode(204)
  @OpenRoute()
  resetPassword(@Body() { token, new_password }: ResetPasswordDto): Promise<void> {
    return this.commands.execute(new ResetPassword(token, new_password));
  }

  /** Begin to enrol an authenticator app; takes a sign-in of the last 15 minutes. */
  @Post('mfa/enrol')
  @HttpCode(200)
  @May('session', 'manage_second_factor')
  @Refuses('sign_in_again', 'second_factor_exists')
  enrolSecondFactor(): Promise<EnrolmentDto> {
    return this.commands.execute(new EnrolSecondFactor(this.signedIn));
  }

  /** Complete the enrolment with a code of the app; answers recovery codes. */
  @Post('mfa/confirm')
  @HttpCode(200)
  @May('session', 'manage_second_factor')
  @Refuses('too_many_requests')
  async confirmSecondFactor(@Body() { code }: ConfirmSecondFactorDto): Promise<RecoveryCodesDto> {
    return { recovery_codes: await this.commands.execute(new ConfirmSecondFactor(this.signedIn, code)) };
  }

  /** Remove your second factor; takes a sign-in of the last 15 minutes. */
  @Delete('mfa')
  @HttpCode(204)
  @May('session', 'manage_second_factor')
  @Refuses('sign_in_again', 'second_factor_required')
  removeSecondFactor(): Promise<void> {
    return this.commands.execute(new RemoveSecondFactor(this.signedIn));
  }

  /** The guard puts nobody else into the context of a request. */
  private get signedIn(): SignedIn {
    return this.context.actor as SignedIn;
  }
}
