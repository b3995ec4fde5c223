import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import { RequestContext } from '../../platform/context/request-context.js';
import { OpenRoute } from '../../platform/http/open-route.js';
import { Refuses } from '../../platform/http/refuses.js';
import { May } from './access.js';
import { LogIn } from './log-in/log-in.js';
import { LogInDto, TokenDto } from './log-in/log-in.dto.js';
import { RegisterUser } from './register-user/register-user.js';
import { RegisterUserDto } from './register-user/register-user.dto.js';
import { UserDto, userDto } from './user.dto.js';
import { Users } from './users.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly commands: CommandBus,
    private readonly users: Users,
    private readonly context: RequestContext,
  ) {}

  /** Register as a broker or affiliate; an admin registers any role. */
  @Post('register') @OpenRoute() @Refuses('forbidden', 'username_taken', 'email_taken')
  async register(@Body() body: RegisterUserDto): Promise<UserDto> {
    const user = { ...body, role: body.role ?? 'broker', supervisor_id: body.supervisor_id ?? null };
    const { id } = await this.commands.execute(new RegisterUser(user, this.context.maybeActor?.role === 'admin'));
    return userDto((await this.users.get(id)).state);
  }

  /** Sign in with user name and password. */
  @Post('login') @HttpCode(200) @OpenRoute() @Refuses('wrong_credentials', 'unauthenticated') @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  logIn(@Body() { username, password }: LogInDto): Promise<TokenDto> {
    return this.commands.execute(new LogIn(username, password));
  }

  /** Who is signed in. */
  @Get('me') @May('session', 'read')
  async me(): Promise<UserDto> {
    return userDto((await this.users.get(this.context.actor.id)).state);
  }
}
