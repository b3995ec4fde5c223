import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes, ApiExtension } from '@nestjs/swagger';

type RouteDecorator = MethodDecorator & ClassDecorator;

/** What begins so is said to the document's makers alone, and not shown in it. */
export const UNSHOWN = 'x-route-';
export const NO_KEY = `${UNSHOWN}no-key`;
export const WITHOUT_DATABASE = `${UNSHOWN}without-database`;
export const WITHOUT_SECOND_FACTOR = `${UNSHOWN}without-second-factor`;

const trait = (name: string): RouteDecorator => applyDecorators(SetMetadata(name, true), ApiExtension(name, true));

/** No Idempotency-Key is heeded: repeating is harmless, or the answer a credential and not to be kept. */
export const NoKey = (): RouteDecorator => trait(NO_KEY);

/** The route answers without the database, or says itself what it means that it is away. */
export const WithoutDatabase = (): RouteDecorator => trait(WITHOUT_DATABASE);

/** The route is there for those as well whose role asks for a second factor that they do not have yet. */
export const WithoutSecondFactor = (): RouteDecorator => trait(WITHOUT_SECOND_FACTOR);

/** The route takes a form as well as JSON. */
export const TakesForm = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ takesForm: true }),
    ApiConsumes('application/json', 'application/x-www-form-urlencoded'),
  );
