using Fanout.Infra;
using Pulumi;

namespace Fanout.Local.Stacks;

/// <summary>The program's stack, with its resource tree noted.</summary>
/// <param name="tree">Where it is noted.</param>
public sealed class LocalStack(ResourceTree tree)
    : EnvironmentStack(new StackOptions { ResourceTransformations = { tree.Record } });
