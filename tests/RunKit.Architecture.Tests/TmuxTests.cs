namespace RunKit.Architecture.Tests;

/// <summary>Promise 1, as far as a compiler's output can hold it.</summary>
public sealed class TmuxTests
{
    private static readonly string[] ControlMode = ["\"-C\"", "\"-CC\"", "refresh-client", "%begin", "%window-", "%session-"];

    /// <summary>They start no tmux: systemctl, and this very program as a node, which starts none either.</summary>
    private static readonly string[] NodeStarters = ["RunKit.Cli.Serving.ServiceUnit", "RunKit.Cli.Serving.StartedNode"];

    /// <summary>It starts no tmux: the desktop's own program that opens an address.</summary>
    private const string BrowserStarter = "RunKit.Cli.Dashboard.Browser";

    [Fact]
    public void Only_a_creation_builds_an_argument_vector_that_may_start_a_server() =>
        House.Products.SelectMany(product => House.CallersOf(product, member => member is { Name: "Create", DeclaringType.Name: "TmuxArguments" }))
            .Except(["RunKit.Testing.InMemory.InMemoryLauncher"], StringComparer.Ordinal)
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(["RunKit.Tmux.Linux.Launching.ServerLauncher"]);

    [Fact]
    public void Every_other_argument_vector_says_that_it_starts_no_server()
    {
        using var assembly = House.Assembly("RunKit.Tmux");
        var arguments = assembly.MainModule.GetTypes().Single(type => type.Name == "TmuxArguments");

        arguments.Methods.Where(method => method.IsConstructor && !method.IsStatic).ShouldAllBe(method => method.IsPrivate);
        arguments.Methods.Where(method => method.IsStatic && method.IsPublic && method.ReturnType.Name == arguments.Name)
            .Where(method => !House.Says(method, "-N"))
            .Select(method => method.Name)
            .ShouldBe(["Create"]);
        House.Products.Except(["RunKit.Testing"])
            .SelectMany(product => House.CallersOf(product, member => member is { Name: ".ctor", DeclaringType.Name: "ProcessStartInfo" }, method => !House.Says(method, "-N")))
            .Except([.. NodeStarters, BrowserStarter], StringComparer.Ordinal)
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_starts_a_node_starts_this_very_program_or_systemctl() =>
        (from source in House.Sources("src")
         where NodeStarters.Contains(source.Path["src/".Length..^".cs".Length].Replace('/', '.'), StringComparer.Ordinal)
         from line in source.Lines
         where line.Contains("ProcessStartInfo(", StringComparison.Ordinal)
         select line.Contains("(System.Environment.ProcessPath!)", StringComparison.Ordinal) || line.Contains("(\"systemctl\", [", StringComparison.Ordinal)).ShouldBe([true, true]);

    [Fact]
    public void Nothing_speaks_control_mode() =>
        (from source in House.Sources("src")
         where !source.Path.StartsWith("src/RunKit.Testing/", StringComparison.Ordinal)

         // The names of all commands there are, to tell them from what is typed: it runs none of them.
         where source.Path != "src/RunKit.Api/Security/AuditedCommand.cs"
         from line in source.Lines
         where ControlMode.Any(word => line.Contains(word, StringComparison.Ordinal))
         select $"{source.Path}: {line.Trim()}").ShouldBeEmpty();

    [Fact]
    public void Only_the_launcher_the_client_that_is_a_process_the_question_for_the_version_what_a_user_has_told_to_call_and_the_sandbox_start_processes() =>
        House.Products.SelectMany(product => House.CallersOf(
                product, member => member is { Name: "Start", DeclaringType.FullName: "System.Diagnostics.Process" } or { DeclaringType.Name: "Cli", Name: "Wrap" } or { DeclaringType.FullName: "CliWrap.Command", Name: ".ctor" }))
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(
                [
                    "RunKit.Tmux.Linux.Launching.LaunchedProgram",
                    "RunKit.Tmux.Linux.Clients.CliWrapTmuxClient",
                    "RunKit.Tmux.Linux.Launching.TmuxCheck",
                    "RunKit.Tmux.Linux.Launching.ShortProgram",
                    "RunKit.Testing.Sandbox.TmuxSandbox",
                    .. NodeStarters,
                    BrowserStarter,
                ],
                ignoreOrder: true);

    [Fact]
    public void Nothing_ends_a_process_with_SIGKILL_or_by_its_name() =>
        House.Products.SelectMany(product => House.CallersOf(
                product, member => member is { Name: "Kill" or "GetProcessesByName", DeclaringType.FullName: "System.Diagnostics.Process" }))
            .ShouldBeEmpty();
}
