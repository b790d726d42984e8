namespace RunKit.Architecture.Tests;

/// <summary>Who may reference whom: the table of docs/architecture.md. What is absent is forbidden.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] WebFramework = ["Microsoft.Extensions.", "Microsoft.AspNetCore", "Microsoft.AspNetCore.", "Microsoft.Net.Http.Headers"];

    public static TheoryData<string, string[]> Table => new()
    {
        { "RunKit.Tmux", [] },
        { "RunKit.Tmux.Linux", ["RunKit.Tmux", "CliWrap"] },
        { "RunKit.ControlPlane", ["RunKit.Tmux"] },
        { "RunKit.Actors", ["RunKit.ControlPlane", "RunKit.Tmux", "Akka"] },
        {
            "RunKit.Hosting",
            [
                "RunKit.Actors", "RunKit.ControlPlane", "RunKit.Tmux", "RunKit.Tmux.Linux", "Akka", "Akka.Hosting", "Microsoft.Extensions.",
            ]
        },
        { "RunKit.Api", ["RunKit.ControlPlane", "RunKit.Tmux", .. WebFramework] },
        { "RunKit.Client", ["RunKit.ControlPlane", "RunKit.Tmux"] },
        {
            "RunKit.Cluster",
            [
                "RunKit.ControlPlane", "RunKit.Tmux", "Akka", "Akka.Cluster", "Akka.Remote", "Microsoft.Extensions.Logging.Abstractions",
            ]
        },
        { "RunKit.Mcp", ["RunKit.ControlPlane", "RunKit.Tmux", "ModelContextProtocol", "ModelContextProtocol.AspNetCore", "ModelContextProtocol.Core", .. WebFramework] },
        { "RunKit.Dashboard", WebFramework },
        {
            "runkit",
            [
                "RunKit.Api", "RunKit.Client", "RunKit.Dashboard", "RunKit.Cluster", "RunKit.Mcp", "RunKit.Hosting", "RunKit.Actors", "RunKit.ControlPlane", "RunKit.Tmux", "RunKit.Tmux.Linux",
                "Akka", "Akka.Hosting", .. WebFramework, "OpenTelemetry", "Serilog", "System.CommandLine", "Spectre.Console", "Spectre.Console.Ansi",
            ]
        },
        {
            "RunKit.Testing",
            [
                "RunKit.Hosting", "RunKit.Actors", "RunKit.ControlPlane", "RunKit.Tmux", "RunKit.Tmux.Linux",
                "Akka", "Akka.Hosting", "Akka.TestKit", "Akka.TestKit.Xunit2", "Microsoft.Extensions.",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_project_references_only_what_the_table_allows(string project, string[] allowed)
    {
        using var assembly = House.Assembly(project);

        var forbidden = assembly.MainModule.AssemblyReferences
            .Select(reference => reference.Name)
            .Where(name => !IsBaseLibrary(name) && !allowed.Any(entry => Matches(entry, name)));

        forbidden.ShouldBeEmpty();
    }

    [Fact]
    public void The_table_holds_every_product() => Table.Select(row => (string)row[0]).ShouldBe(House.Products, ignoreOrder: true);

    [Fact]
    public void Every_project_under_src_is_known_here() =>
        Directory.EnumerateDirectories(Path.Combine(House.Root, "src"))
            .Select(path => Path.GetFileName(path)!)
            .Select(name => name == "RunKit.Cli" ? "runkit" : name)
            .ShouldBe(House.Products, ignoreOrder: true);

    private static bool IsBaseLibrary(string name) =>
        name is "mscorlib" or "netstandard" || name == "System" || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine")
        || name is "Microsoft.CSharp" || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal);

    // An entry that ends with a dot stands for a family.
    private static bool Matches(string entry, string name) =>
        entry.EndsWith('.') || entry is "Serilog" or "OpenTelemetry" ? name.StartsWith(entry, StringComparison.Ordinal) : name == entry;
}
