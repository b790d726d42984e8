using Mono.Cecil;

namespace RunKit.Architecture.Tests.Engine;

/// <summary>What the embedded engine offers, as far as it could be left out: types, fields, properties and methods, overloads apart.</summary>
internal static class PublicMembers
{
    public static IEnumerable<string> Of(string assembly)
    {
        using var definition = House.Assembly(assembly);
        return [.. definition.MainModule.GetTypes().Where(IsVisible).SelectMany(Of).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A method as the compilers of engine and user both write it down; accessors count as their property.</summary>
    public static string Signature(MethodReference method)
    {
        var name = method.Name;
        foreach (var accessor in (string[])["get_", "set_", "add_", "remove_"])
        {
            if (name.StartsWith(accessor, StringComparison.Ordinal))
                return $"{Name(method.DeclaringType)}.{name[accessor.Length..]}";
        }

        return $"{Name(method.DeclaringType)}.{name}({string.Join(", ", method.Parameters.Select(p => Name(p.ParameterType)))})";
    }

    public static string Name(TypeReference type) => type switch
    {
        GenericInstanceType generic =>
            $"{generic.ElementType.FullName}<{string.Join(",", generic.GenericArguments.Select(Name))}>",
        GenericParameter parameter => parameter.Type == GenericParameterType.Method ? $"!!{parameter.Position}" : $"!{parameter.Position}",
        ArrayType array => $"{Name(array.ElementType)}[]",
        ByReferenceType reference => $"{Name(reference.ElementType)}&",
        RequiredModifierType modified => Name(modified.ElementType),
        _ => type.FullName,
    };

    private static IEnumerable<string> Of(TypeDefinition type)
    {
        // The values of an enum leave no trace where they are used, and static classes are known by their members.
        if (type.IsEnum || type.BaseType?.FullName == "System.MulticastDelegate")
            return [type.FullName];

        var methods = type.Methods.Where(m => (m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly) && !IsForced(m)).Select(Signature);
        var fields = type.Fields.Where(f => (f.IsPublic || f.IsFamily) && !f.IsLiteral).Select(f => $"{Name(type)}.{f.Name}");
        return methods.Concat(fields).Concat(type.IsAbstract && type.IsSealed ? [] : [type.FullName]);
    }

    /// <summary>
    /// What cannot be left out: overrides, what an interface asks for, what the compiler writes, operators that come in pairs, and the only
    /// constructor that a type shows.
    /// </summary>
    private static bool IsForced(MethodDefinition method) =>
        (method.IsVirtual && !method.IsNewSlot)
        || (method.IsVirtual && !method.DeclaringType.IsInterface && Interfaces(method.DeclaringType).Any(i => Declares(i, method)))
        || method.CustomAttributes.Any(a => a.AttributeType.Name == "CompilerGeneratedAttribute" && !method.IsGetter && !method.IsSetter)
        || (method.IsConstructor && (method.IsStatic || method.DeclaringType.Methods.Count(m => m.IsConstructor && (m.IsPublic || m.IsFamily)) == 1))
        || method.Name is "op_Inequality" or "op_Equality";

    private static IEnumerable<TypeDefinition> Interfaces(TypeDefinition type) =>
        type.Interfaces.Select(i => i.InterfaceType.Resolve())
            .Concat(type.Interfaces.SelectMany(i => Interfaces(i.InterfaceType.Resolve())))
            .Concat(type.BaseType?.Resolve() is { } parent ? Interfaces(parent) : []);

    private static bool Declares(TypeDefinition type, MethodDefinition method) =>
        type.Methods.Any(m => m.Name == method.Name && m.Parameters.Count == method.Parameters.Count);

    private static bool IsVisible(TypeDefinition type) =>
        type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily) && IsVisible(type.DeclaringType));
}
