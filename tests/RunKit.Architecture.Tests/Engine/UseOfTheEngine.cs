using Mono.Cecil;

namespace RunKit.Architecture.Tests.Engine;

/// <summary>What of the engine the rest of the repository names: types, calls, fields, overrides and implementations.</summary>
internal static class UseOfTheEngine
{
    public static HashSet<string> By(IEnumerable<string> files)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var resolver = new DefaultAssemblyResolver();
            resolver.AddSearchDirectory(Path.GetDirectoryName(file));
            using var assembly = AssemblyDefinition.ReadAssembly(file, new ReaderParameters { AssemblyResolver = resolver });
            var module = assembly.MainModule;
            used.UnionWith(module.GetTypeReferences().Select(type => type.FullName));
            used.UnionWith(module.GetMemberReferences().Select(Signature));
            used.UnionWith(module.GetTypes().SelectMany(Fulfilled));
        }

        return used;
    }

    private static string Signature(MemberReference member) => member switch
    {
        MethodReference method => PublicMembers.Signature(Declared(method)),
        _ => $"{member.DeclaringType.GetElementType().FullName}.{member.Name}",
    };

    // A reference names List<int>.Add; the member is List<T>.Add.
    private static MethodReference Declared(MethodReference method)
    {
        if (method.DeclaringType is not GenericInstanceType generic)
            return method;

        var declared = new MethodReference(method.Name, method.ReturnType, generic.ElementType);
        foreach (var parameter in method.Parameters)
        {
            declared.Parameters.Add(parameter);
        }

        return declared;
    }

    /// <summary>The members of bases and interfaces that a type overrides or implements.</summary>
    private static IEnumerable<string> Fulfilled(TypeDefinition type) =>
        from above in Above(type)
        from inherited in above.Methods
        where inherited.IsVirtual
        from method in type.Methods
        where method.IsVirtual && method.Name.EndsWith(inherited.Name, StringComparison.Ordinal) && method.Parameters.Count == inherited.Parameters.Count
        select PublicMembers.Signature(inherited);

    private static IEnumerable<TypeDefinition> Above(TypeDefinition type)
    {
        TypeReference?[] direct = [type.BaseType, .. type.Interfaces.Select(i => i.InterfaceType)];
        foreach (var parent in direct.OfType<TypeReference>().Where(t => t.Scope.Name.StartsWith("RunKit.ActorEngine", StringComparison.Ordinal) || t.Scope == type.Scope))
        {
            if (parent.Resolve() is not { } definition)
                continue;

            yield return definition;
            foreach (var further in Above(definition))
            {
                yield return further;
            }
        }
    }
}
