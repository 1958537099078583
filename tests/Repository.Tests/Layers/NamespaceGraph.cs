using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Fanout.Tests.Repository.Layers;

/// <summary>Which namespaces of an assembly use which others of it, as compiled: signatures, fields, attributes apart, and code.</summary>
internal sealed class NamespaceGraph
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    private readonly MetadataReader _metadata;
    private readonly TypesOfSignature _signatures = new();
    private readonly Dictionary<(string From, string To), SortedSet<string>> _uses = [];

    private NamespaceGraph(PEReader assembly)
    {
        _metadata = assembly.GetMetadataReader();
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var user = _metadata.GetTypeDefinition(handle);
            var from = NamespaceOf(handle);
            foreach (var used in TypesOf(user, assembly).Where(used => !used.IsNil))
            {
                if (NamespaceOf(used) is { Length: > 0 } to && to != from && from.Length > 0)
                {
                    _uses.TryAdd((from, to), []);
                    _uses[(from, to)].Add($"{OuterNameOf(handle)} uses {OuterNameOf(used)}");
                }
            }
        }
    }

    /// <summary>Each pair of namespaces of which the first uses the second, and by which types.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Uses => _uses;

    /// <summary>The graph of an assembly.</summary>
    public static NamespaceGraph Of(string path)
    {
        using var assembly = new PEReader(File.OpenRead(path));
        return new NamespaceGraph(assembly);
    }

    private IEnumerable<TypeDefinitionHandle> TypesOf(TypeDefinition type, PEReader assembly) =>
    [
        .. TypesOf(type.BaseType),
        .. type.GetInterfaceImplementations().SelectMany(handle => TypesOf(_metadata.GetInterfaceImplementation(handle).Interface)),
        .. type.GetFields().SelectMany(handle => _metadata.GetFieldDefinition(handle).DecodeSignature(_signatures, null)),
        .. type.GetMethods().SelectMany(handle => TypesOf(_metadata.GetMethodDefinition(handle), assembly)),
    ];

    private List<TypeDefinitionHandle> TypesOf(MethodDefinition method, PEReader assembly)
    {
        var types = TypesOf(method.DecodeSignature(_signatures, null)).ToList();
        if (method.RelativeVirtualAddress == 0)
        {
            return types;
        }

        var body = assembly.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            types.AddRange(_metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null).SelectMany(local => local));
        }

        types.AddRange(body.ExceptionRegions.SelectMany(region => TypesOf(region.CatchType)));
        types.AddRange(TokensOf(body.GetILReader()).SelectMany(TypesOf));
        return types;
    }

    private static IEnumerable<TypeDefinitionHandle> TypesOf(MethodSignature<ImmutableArray<TypeDefinitionHandle>> signature) =>
        signature.ParameterTypes.Append(signature.ReturnType).SelectMany(types => types);

    private IEnumerable<TypeDefinitionHandle> TypesOf(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return [];
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return [(TypeDefinitionHandle)handle];
            case HandleKind.TypeSpecification:
                return _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
            case HandleKind.MethodDefinition:
                return [_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()];
            case HandleKind.FieldDefinition:
                return [_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()];
            case HandleKind.MemberReference:
                return TypesOf(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return TypesOf(method.Method).Concat(method.DecodeSignature(_signatures, null).SelectMany(types => types));
            default:
                return [];
        }
    }

    // "Common Intermediate Language (CIL) Instruction Set", ECMA-335, partition III.
    private static List<EntityHandle> TokensOf(BlobReader code)
    {
        var tokens = new List<EntityHandle>();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            var operation = Codes[first == 0xFE ? unchecked((short)(0xFE00 | code.ReadByte())) : first];
            switch (operation.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    tokens.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }

        return tokens;
    }

    // A nested type is part of the one around it.
    private TypeDefinition OuterOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return type;
    }

    private string NamespaceOf(TypeDefinitionHandle handle) => _metadata.GetString(OuterOf(handle).Namespace);

    private string OuterNameOf(TypeDefinitionHandle handle) => _metadata.GetString(OuterOf(handle).Name);
}
