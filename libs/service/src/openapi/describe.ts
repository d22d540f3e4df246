import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { CommonSettings } from '../settings/settings.js';
import type { ServiceModuleOf, ServiceOptions } from '../start/create-service.js';
import { ServiceModule } from '../start/service.module.js';
import { openApiOf } from './openapi.js';

/** The OpenAPI document of a service that does not run: its modules are read, none of their providers is made, nothing is connected to. */
export async function describeService<Settings extends CommonSettings>(given: ServiceModuleOf<Settings>, { name, settings }: Pick<ServiceOptions<Settings>, 'name' | 'settings'>): Promise<OpenAPIObject> {
  const module = 'forRoot' in given ? given.forRoot(settings) : given;
  const app = await NestFactory.create<NestFastifyApplication>(ServiceModule.around({ name, settings, module }), new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  return openApiOf(app, name, '1');
}
