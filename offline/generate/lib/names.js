// What C# names differently from the declarations, and why.

/** C# namespaces are cased as AWS writes the service's name. */
const namespaces = {
  '': 'Pulumi.Aws',
  athena: 'Pulumi.Aws.Athena',
  cloudwatch: 'Pulumi.Aws.CloudWatch',
  dynamodb: 'Pulumi.Aws.DynamoDB',
  glue: 'Pulumi.Aws.Glue',
  iam: 'Pulumi.Aws.Iam',
  kms: 'Pulumi.Aws.Kms',
  lambda: 'Pulumi.Aws.Lambda',
  s3: 'Pulumi.Aws.S3',
  scheduler: 'Pulumi.Aws.Scheduler',
  sfn: 'Pulumi.Aws.Sfn',
  sns: 'Pulumi.Aws.Sns',
  sqs: 'Pulumi.Aws.Sqs',
};

/** A C# property cannot have the name of its class. */
const properties = {
  's3.Bucket.bucket': 'BucketName',
};

/** TypeScript has one number type; the provider's schema has these as floating point, all others as integers. */
const doubles = new Set([
  'cloudwatch.MetricAlarm.threshold',
  'glue.Job.maxCapacity',
  'lambda.FunctionCapacityProviderConfigLambdaManagedInstancesCapacityProviderConfig.executionEnvironmentMemoryGibPerVcpu',
]);

const keywords = new Set([
  'abstract', 'as', 'base', 'bool', 'break', 'byte', 'case', 'catch', 'char', 'checked', 'class', 'const', 'continue',
  'decimal', 'default', 'delegate', 'do', 'double', 'else', 'enum', 'event', 'explicit', 'extern', 'false', 'finally',
  'fixed', 'float', 'for', 'foreach', 'goto', 'if', 'implicit', 'in', 'int', 'interface', 'internal', 'is', 'lock',
  'long', 'namespace', 'new', 'null', 'object', 'operator', 'out', 'override', 'params', 'private', 'protected',
  'public', 'readonly', 'ref', 'return', 'sbyte', 'sealed', 'short', 'sizeof', 'stackalloc', 'static', 'string',
  'struct', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'uint', 'ulong', 'unchecked', 'unsafe', 'ushort',
  'using', 'virtual', 'void', 'volatile', 'while',
]);

export function namespaceOf(module) {
  if (!(module in namespaces)) {
    throw new Error(`names.js has no C# namespace for the module '${module}'; add it.`);
  }
  return namespaces[module];
}

export function propertyOf(module, type, name) {
  const property = properties[`${module}.${type}.${name}`] ?? pascal(name);
  if (property === type) {
    throw new Error(`The property '${name}' has the name of its class ${module}.${type}; names.js must rename it.`);
  }
  return property;
}

export const numberOf = (module, type, name) => (doubles.has(`${module}.${type}.${name}`) ? 'double' : 'int');

export const parameterOf = (name) => (keywords.has(name) ? `@${name}` : name);

export const pascal = (name) => name[0].toUpperCase() + name.slice(1);
