namespace RunKit.Architecture.Tests;

/// <summary>Promise 1, as far as a compiler's output can hold it.</summary>
public sealed class TmuxTests
{
    [Fact]
    public void Only_a_creation_builds_an_argument_vector_that_may_start_a_server() =>
        House.Products.SelectMany(product => House.CallersOf(product, member => member is { Name: "Create", DeclaringType.Name: "TmuxArguments" }))
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(["RunKit.Tmux.Processes.Launching.ServerLauncher"]);

    [Fact]
    public void Only_the_spawner_the_question_for_the_version_and_the_sandbox_start_processes() =>
        House.Products.SelectMany(product => House.CallersOf(
                product, member => member is { Name: "Start", DeclaringType.FullName: "System.Diagnostics.Process" } or { DeclaringType.Name: "Cli", Name: "Wrap" }))
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(
                [
                    "RunKit.Tmux.Processes.Spawning.TmuxSpawner",
                    "RunKit.Tmux.Processes.Spawning.TmuxCheck",
                    "RunKit.Testing.Sandbox.TmuxSandbox",
                ],
                ignoreOrder: true);

    [Fact]
    public void Nothing_ends_a_process_with_SIGKILL_or_by_its_name() =>
        House.Products.SelectMany(product => House.CallersOf(
                product, member => member is { Name: "Kill" or "GetProcessesByName", DeclaringType.FullName: "System.Diagnostics.Process" }))
            .ShouldBeEmpty();
}
