using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests.Layering;

/// <summary>Which type refers to which, in signatures and in code, read from compiled assemblies; and the folder that declares it.</summary>
internal sealed class TypeGraph
{
    private readonly Dictionary<TypeName, HashSet<TypeName>> references = [];
    private readonly Dictionary<TypeName, string[]> folders = [];

    /// <summary>The graph of some assemblies; types outside them are only referred to.</summary>
    internal TypeGraph(IEnumerable<SourceFolders> projects)
    {
        foreach (var project in projects)
        {
            using var file = new PEReader(File.OpenRead(project.AssemblyPath));
            var reader = file.GetMetadataReader();
            foreach (var handle in reader.TypeDefinitions)
            {
                var name = ReferenceCollector.NameOf(reader, handle);
                references.TryAdd(name, []);
                references[name].UnionWith(ReferencesOf(reader.GetTypeDefinition(handle), reader, file));
                folders.TryAdd(name, project.Of(name));
            }
        }
    }

    internal IEnumerable<TypeName> Types => references.Keys;

    /// <summary>Types of no source file, or of files in several folders; without those that the compiler and the framework's generators make.</summary>
    internal IEnumerable<TypeName> WithoutOneFolder => Types.Where(type => folders[type].Length != 1 && !IsGenerated(type));

    /// <summary>The folder of the source of a type; null for types outside these assemblies and for what the compiler makes.</summary>
    internal string? FolderOf(TypeName type) => folders.GetValueOrDefault(type, []) is [var folder] ? folder : null;

    internal bool IsOwn(TypeName type) => references.ContainsKey(type);

    /// <summary>The types that a type refers to, itself left out.</summary>
    internal IEnumerable<TypeName> From(TypeName type) => references.GetValueOrDefault(type, []).Where(other => other != type);

    private static bool IsGenerated(TypeName type) =>
        type.Namespace.Length == 0 || type.Name.Contains('<') || type.IsIn("System") || type.IsIn("Microsoft");

    private static HashSet<TypeName> ReferencesOf(TypeDefinition type, MetadataReader reader, PEReader file)
    {
        var collector = new ReferenceCollector(reader);
        if (!type.BaseType.IsNil)
        {
            collector.Add(type.BaseType);
        }

        Each(type.GetInterfaceImplementations(), handle => collector.Add(reader.GetInterfaceImplementation(handle).Interface));
        Each(type.GetFields(), handle => collector.Add(handle));
        Each(type.GetCustomAttributes(), handle => collector.Add(reader.GetCustomAttribute(handle).Constructor));
        AddConstraints(type.GetGenericParameters(), reader, collector);
        Each(type.GetMethods(), handle => AddMethod(handle, reader, file, collector));
        return collector.Found;
    }

    private static void AddMethod(MethodDefinitionHandle handle, MetadataReader reader, PEReader file, ReferenceCollector collector)
    {
        var method = reader.GetMethodDefinition(handle);
        collector.Add(handle);
        AddConstraints(method.GetGenericParameters(), reader, collector);
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            collector.Add(body.LocalSignature);
        }

        Each(body.ExceptionRegions.Select(region => region.CatchType).Where(type => !type.IsNil), collector.Add);
        Each(IlTokens.Of(body.GetILBytes() ?? []), token => collector.Add(MetadataTokens.EntityHandle(token)));
    }

    private static void AddConstraints(GenericParameterHandleCollection parameters, MetadataReader reader, ReferenceCollector collector) =>
        Each(
            parameters.SelectMany(handle => reader.GetGenericParameter(handle).GetConstraints()),
            handle => collector.Add(reader.GetGenericParameterConstraint(handle).Type));

    private static void Each<T>(IEnumerable<T> items, Action<T> action)
    {
        foreach (var item in items)
        {
            action(item);
        }
    }
}
