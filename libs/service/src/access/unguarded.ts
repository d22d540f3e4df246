import { DiscoveryService, MetadataScanner, type Reflector } from '@nestjs/core';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { ALLOWED, PUBLIC } from './allow.decorator.js';

/** Throws, naming them all, where routes say neither whom they allow nor that they are public. */
export function refuseUnguarded(discovery: DiscoveryService, reflector: Reflector): void {
  const scanner = new MetadataScanner();
  const unguarded = discovery.getControllers().flatMap(({ metatype }) => {
    if (!metatype) return [];
    const prototype = metatype.prototype as Record<string, () => unknown>;
    const open = (name: string): boolean => {
      const places = [prototype[name] as () => unknown, metatype];
      return Reflect.hasMetadata(PATH_METADATA, places[0] as object) && reflector.getAllAndOverride(ALLOWED, places) === undefined && reflector.getAllAndOverride(PUBLIC, places) === undefined;
    };
    return scanner.getAllMethodNames(prototype).filter(open).map((name) => `${metatype.name}.${name}`);
  });
  if (unguarded.length > 0) throw new Error(`routes without @Allow(scope) or @Public(): ${unguarded.join(', ')}`);
}
