/** The lists of the Nexmark generator; their order matters. */
export const states = ['AZ', 'CA', 'ID', 'OR', 'WA', 'WY'] as const;
export const cities = [
  'Phoenix',
  'Los Angeles',
  'San Francisco',
  'Boise',
  'Portland',
  'Bend',
  'Redmond',
  'Seattle',
  'Kent',
  'Cheyenne',
] as const;
export const firstNames = [
  'Peter',
  'Paul',
  'Luke',
  'John',
  'Saul',
  'Vicky',
  'Kate',
  'Julie',
  'Sarah',
  'Deiter',
  'Walter',
] as const;
export const lastNames = [
  'Shultz',
  'Abrams',
  'Spencer',
  'White',
  'Bartels',
  'Walton',
  'Smith',
  'Jones',
  'Noris',
] as const;
export const hotChannels = ['Google', 'Facebook', 'Baidu', 'Apple'] as const;
export const channelCount = 10_000;
