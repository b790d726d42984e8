using System.Reflection;
using Mono.Cecil;

namespace RunKit.Architecture.Tests;

/// <summary>The assemblies as they were built, and the sources they were built from.</summary>
internal static class House
{
    /// <summary>Every project under src that is ours to order, by assembly name.</summary>
    public static readonly string[] Products =
    [
        "RunKit.Tmux", "RunKit.Tmux.Linux", "RunKit.ControlPlane", "RunKit.Actors", "RunKit.Hosting", "RunKit.Api", "RunKit.Client", "RunKit.Cluster", "RunKit.Mcp", "RunKit.Dashboard", "runkit", "RunKit.Testing",
    ];

    public static string Root { get; } = typeof(House).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static AssemblyDefinition Assembly(string name) =>
        AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));

    /// <summary>Hand-written C# under a folder of the repository, as (path from the root, lines).</summary>
    public static IEnumerable<(string Path, string[] Lines)> Sources(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, file)
        where !relative.Split('/').Any(part => part is "obj" or "bin" or "artifacts")
        select (relative, File.ReadAllLines(file));

    /// <summary>Every method body that calls a member, as the caller's full name.</summary>
    /// <param name="among">Of which methods only; null for all.</param>
    public static IEnumerable<string> CallersOf(string assembly, Func<MethodReference, bool> member, Func<MethodDefinition, bool>? among = null)
    {
        using var definition = Assembly(assembly);
        return
        [
            .. from type in definition.MainModule.GetTypes()
               from method in type.Methods
               where method.HasBody && (among is null || among(method))
               where method.Body.Instructions.Any(instruction => instruction.Operand is MethodReference called && member(called))
               select Outermost(type).FullName,
        ];
    }

    /// <summary>Whether a method has a text among its constants.</summary>
    public static bool Says(MethodDefinition method, string text) =>
        method.Body.Instructions.Any(instruction => instruction.Operand is string said && said == text);

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
