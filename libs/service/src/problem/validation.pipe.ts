import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { invalidBy } from './problem-of.js';

/** Checks bodies, queries and parameters by the schema that they name, and answers what is wrong field by field. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => invalidBy(issues) });
  }

  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema } = metadata;
    if (!schema || metadata.type === 'custom') return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value as T;
    // A single parameter (`@Query('limit', { schema })`) is the value itself: its name is the pointer.
    throw invalidBy(result.issues, metadata.data ? `/${metadata.data}` : '');
  }
}
