using System.Collections.Concurrent;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Launching;

namespace RunKit.Tmux.Linux.Tests.Clients;

public sealed class CliWrapTmuxClientTests : TmuxClientContract
{
    private readonly ConcurrentQueue<TmuxArguments> _spawned = new();

    public CliWrapTmuxClientTests()
    {
        Client = new CliWrapTmuxClient(new TmuxSpawner(_spawned.Enqueue), new TmuxBinary(), TimeProvider.System);
    }

    private protected override ITmuxClient Client { get; }

    private protected override UnknownReason WhenKilled => UnknownReason.ClosedUnread;

    [Fact]
    public async Task Each_argument_vector_says_N_before_anything_else()
    {
        await StartAsync();
        await ExitedAsync(TmuxCommands.ListSessions("x"));
        _spawned.ShouldHaveSingleItem().Words.ShouldBe(["-N", "-u", "-S", Sandbox.Socket("a").Value, "list-sessions", "-F", "x"]);
    }

    [Fact]
    public async Task Where_no_server_runs_no_process_is_started()
    {
        await RunAsync(TmuxCommands.ListSessions("x"));
        _spawned.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told_in_one_line()
    {
        await StartAsync();
        var client = new CliWrapTmuxClient(new TmuxSpawner(), new TmuxBinary("/no/such/tmux"), TimeProvider.System);
        var result = await client.RunAsync(new TmuxServerAddress(Sandbox.Socket("a"), null), TmuxCommands.ListSessions("x"), TmuxRunOptions.Default, default);
        var refused = result.ShouldBeOfType<TmuxResult.NotSent>();
        refused.Reason.ShouldBe(NotSentReason.NoProgram);
        refused.Detail.ShouldStartWith("/no/such/tmux cannot be started");
        refused.Detail.ShouldNotContain("\n");
    }
}
