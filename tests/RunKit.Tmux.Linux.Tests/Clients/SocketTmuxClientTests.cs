using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;

namespace RunKit.Tmux.Linux.Tests.Clients;

public sealed class SocketTmuxClientTests : TmuxClientContract
{
    private const int Replacements = 60;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    private protected override ITmuxClient Client { get; } = new SocketTmuxClient(TimeProvider.System);

    [Fact]
    public async Task A_command_that_wants_input_where_there_is_none_fails()
    {
        await StartAsync();
        (await ExitedAsync(TmuxCommands.LoadBuffer("x"))).ShouldBe((1, "", "-: Bad file descriptor\n"));
        (await ExitedAsync(TmuxCommandLine.Exec(["source-file", "-"]))).ShouldBe((1, "", "-: Bad file descriptor\n"));
    }

    [Fact]
    public async Task No_file_is_opened_for_a_server()
    {
        await StartAsync();
        var path = Path.Combine(Sandbox.Root, "file");
        await ExitedAsync(TmuxCommands.SetBuffer("x", "text"));
        (await ExitedAsync(TmuxCommandLine.Exec(["save-buffer", "-b", "x", path]))).ShouldBe((1, "", $"{path}: Bad file descriptor\n"));
        File.Exists(path).ShouldBeFalse();
        await File.WriteAllTextAsync(path, "secret");
        (await ExitedAsync(TmuxCommandLine.Exec(["load-buffer", path]), TmuxRunOptions.Default with { Input = "x"u8.ToArray() }))
            .ShouldBe((1, "", $"{path}: Bad file descriptor\n"));
    }

    [Fact]
    public async Task A_server_that_takes_the_place_of_another_never_gets_its_commands()
    {
        for (var round = 0; round < Replacements; round++)
        {
            var first = await StartAsync();
            var replacing = ReplaceAsync();
            while (!replacing.IsCompleted)
            {
                await RunAsync(TmuxCommandLine.Of("set-option", "-s", "@sent", "yes"), expected: first);

                // More of them would fill the backlog of a server that is just beginning.
                await Task.Delay(Pace);
            }

            await replacing;
            (await RunAsync(TmuxCommandLine.Of("set-option", "-s", "@sent", "yes"), expected: first)).ShouldBeOfType<TmuxResult.NotSent>()
                .Reason.ShouldBe(NotSentReason.GenerationChanged);
            (await ExitedAsync(TmuxCommandLine.Of("show-options", "-s", "-q", "-v", "@sent"))).ShouldBe((0, "", ""));
            Sandbox.KillHard(Sandbox.Server("a"));
            await Eventually.TrueAsync(() => !Sandbox.IsAlive("a"), "the second is dead");

            async Task ReplaceAsync()
            {
                Sandbox.KillHard(first);
                await Eventually.TrueAsync(() => !Sandbox.IsAlive("a"), "the first is dead");
                await StartAsync();
            }
        }
    }
}
