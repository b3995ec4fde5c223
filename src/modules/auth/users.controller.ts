import { Body, Controller, Get, Patch, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { RequestContext } from '../../platform/context/request-context.js';
import { Id } from '../../platform/http/input/id.pipe.js';
import { IfMatch, type Precondition } from '../../platform/http/answers/precondition.js';
import { withPageHeaders } from '../../platform/http/answers/listing.js';
import { Section } from '../../platform/http/openapi/section.js';
import { Example } from '../../platform/http/openapi/openapi-examples.js';
import { Refuses } from '../../platform/http/problems/refuses.js';
import { May } from './access/may.js';
import { AdministerUser } from './users/administer-user/administer-user.js';
import { AdministerUserDto } from './users/administer-user/administer-user.dto.js';
import { ListUsers } from './users/list-users/list-users.js';
import { ListUsersDto } from './users/list-users/list-users.dto.js';
import { UserDto, userDto } from './users/user.dto.js';
import { Users } from './users/users.js';

@Section('users', 'Who works here: role, supervisor, activity.')
@Controller('users')
export class UsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly users: Users,
    private readonly context: RequestContext,
  ) {}

  /** List the users that you may see: everybody, or yourself and who reports to you. */
  @Get()
  @May('user', 'read')
  async listUsers(
    @Query() query: ListUsersDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserDto[]> {
    const page = await this.queries.execute(new ListUsers(this.context.actor, query));
    return withPageHeaders(request, reply, page).map((row) => userDto(row));
  }

  /** Read one user. */
  @Get(':id')
  @Example({ path: { id: 5 } })
  @May('user', 'read')
  async getUser(@Id() id: number): Promise<UserDto> {
    return userDto((await this.users.see(this.context.actor, 'read', id)).state);
  }

  /** Change role, supervisor or activity; it holds within five seconds, also for tokens already given out. */
  @Patch(':id')
  @Example({ path: { id: 8 }, body: { supervisor_id: 6 } })
  @May('user', 'update')
  @Refuses('not_on_oneself', 'last_admin', 'supervision_circle')
  async updateUser(
    @Id() id: number,
    @Body() body: AdministerUserDto,
    @IfMatch('required') precondition: Precondition,
  ): Promise<UserDto> {
    return userDto(await this.commands.execute(new AdministerUser(this.context.actor, id, body, precondition)));
  }
}
