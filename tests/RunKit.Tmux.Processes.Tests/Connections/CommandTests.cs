using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Processes.Connections;

namespace RunKit.Tmux.Processes.Tests.Connections;

public abstract class CommandTests(DialTransport transport) : BenchTests(transport)
{
    private const string Controls = "bell\aesc\u001b[0mcr\rdel\u007f";

    [Fact]
    public async Task What_tmux_prints_and_what_it_refuses_come_back()
    {
        var connection = await ConnectAsync();
        (await Ask(connection, "list-sessions", "-F", "#{session_name}")).ShouldBe(new CommandOutcome.Completed(["_rk-ctl", "user"]));
        (await Ask(connection, "kill-session", "-t", "=none")).ShouldBe(new CommandOutcome.Failed("can't find session: none"));
        (await Ask(connection, "no-such-command")).ShouldBe(new CommandOutcome.Failed("parse error: unknown command: no-such-command"));
        (await Ask(connection, "set-option", "-s", "@x", "1")).ShouldBe(new CommandOutcome.Completed([]));
    }

    [Fact]
    public async Task Every_word_arrives_as_it_was_given()
    {
        var connection = await ConnectAsync();
        foreach (var word in Hostile.Words.Append(Controls))
        {
            await Ask(connection, "set-option", "-s", "@x", word);
            Printed(await Ask(connection, "show-options", "-sv", "@x")).ShouldBe(word);
            Printed(await Ask(connection, "display-message", "-p", "#{@x}")).ShouldBe(word);
        }
    }

    [Fact]
    public async Task Words_survive_a_command_within_a_command()
    {
        var connection = await ConnectAsync();
        foreach (var word in Hostile.Words)
        {
            var inner = new TmuxCommand("set-option", "-s", "@y", word);
            await Ask(connection, "if-shell", "-F", "1", inner.ToLine());
            Printed(await Ask(connection, "show-options", "-sv", "@y")).ShouldBe(word);
        }
    }

    [Fact]
    public async Task A_buffer_holds_what_was_put_in_to_the_byte()
    {
        var connection = await ConnectAsync();
        var file = $"{Sandbox.Root}/a 'buffer' $HOME";
        foreach (var word in Hostile.Words.Append(Controls))
        {
            await Ask(connection, "set-buffer", "-b", "b", "--", word);
            (await Ask(connection, "save-buffer", "-b", "b", file)).ShouldBe(new CommandOutcome.Completed([]));
            (await File.ReadAllTextAsync(file)).ShouldBe(word);
        }
    }

    [Fact]
    public async Task Five_hundred_commands_at_once_each_get_their_own_reply()
    {
        var connection = await ConnectAsync();
        using var room = new SemaphoreSlim(200);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 500).Select(AskInTurnAsync));
        outcomes.ShouldAllBe(fits => fits);

        async Task<bool> AskInTurnAsync(int i)
        {
            var word = Hostile.Words[i % Hostile.Words.Count].Replace("#[", "", StringComparison.Ordinal);
            await room.WaitAsync();
            try
            {
                return (i % 4) switch
                {
                    0 => await Ask(connection, "kill-session", "-t", $"={i}none") is CommandOutcome.Failed failed
                        && failed.Words == $"can't find session: {i}none",
                    1 => await Ask(connection, "#", word) is CommandOutcome.Failed,
                    2 => Printed(await Ask(connection, "display-message", "-p", $"{i}\n{Literal(word)}")) == $"{i}\n{word}",
                    _ => Printed(await Ask(connection, "display-message", "-p", $"{i}")) == $"{i}",
                };
            }
            finally
            {
                room.Release();
            }
        }
    }

    [Fact]
    public async Task Commands_with_no_reply_or_with_several_do_not_shift_anybody_elses()
    {
        var connection = await ConnectAsync();
        await Sandbox.TmuxAsync("a", "set-hook", "-g", "after-show-options", "display-message -p hooked");
        await Sandbox.TmuxAsync("a", "set-option", "-s", "command-alias[100]", "many=display-message -p one ; display-message -p two");
        await Sandbox.TmuxAsync("a", "set-option", "-s", "command-alias[101]", "display-message=list-sessions -F #{session_id}");
        await Sandbox.TmuxAsync("a", "set-option", "-s", "command-alias[102]", "broken=no-such-command");
        await Sandbox.TmuxAsync("a", "set-option", "-s", "command-alias[103]", "many-as-well=list-sessions ; list-panes -a ; nonsense");
        var odd = new (string[] Command, Func<CommandOutcome, bool> Fits)[]
        {
            (["A=b"], outcome => outcome is CommandOutcome.Completed { Lines.IsEmpty: true }),
            (["many"], outcome => outcome is CommandOutcome.Completed or CommandOutcome.Failed),
            (["broken"], outcome => outcome is CommandOutcome.Failed),
            (["display-message", "-p", "x"], outcome => Printed(outcome) == "x"),
            (["many-as-well"], outcome => outcome is CommandOutcome.Completed or CommandOutcome.Failed),
            (["if-shell", "-F", "1", "show-options -s exit-empty ; show-options -s exit-empty"], outcome => outcome is CommandOutcome.Completed { Lines.Length: 2 }),
            (["if-shell", "true", "show-options -s exit-empty"], outcome => outcome is CommandOutcome.Completed),
            (["run-shell", "echo unframed"], outcome => outcome is CommandOutcome.Completed),
            (["%if", "1"], outcome => outcome is CommandOutcome.Failed),
        };
        var asked = Enumerable.Range(0, 10).SelectMany(_ => odd.SelectMany(one => new[]
        {
            Fits(Ask(connection, one.Command), one.Fits),
            Fits(Ask(connection, "show-options", "-sv", "exit-empty"), outcome => Printed(outcome) == "off"),
        })).ToList();
        (await Task.WhenAll(asked)).Where(problem => problem is not null).ShouldBeEmpty();

        static async Task<string?> Fits(Task<CommandOutcome> task, Func<CommandOutcome, bool> fits) =>
            fits(await task) ? null : $"{await task}";
    }

    [Fact]
    public async Task A_reply_of_megabytes_comes_whole_and_in_its_place()
    {
        var connection = await ConnectAsync();
        var line = new string('x', 999) + "\n";
        var file = $"{Sandbox.Root}/big";
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat(line, 5000)) + "end");
        await Ask(connection, "load-buffer", "-b", "big", file);
        var big = Ask(connection, "show-buffer", "-b", "big");
        var small = Ask(connection, "display-message", "-p", "small");
        var lines = (await big).ShouldBeOfType<CommandOutcome.Completed>().Lines;
        lines.Length.ShouldBe(5001);
        lines[^1].ShouldBe("end");
        Printed(await small).ShouldBe("small");
    }

    [Fact]
    public async Task A_command_of_megabytes_arrives_whole()
    {
        var connection = await ConnectAsync();
        await Ask(connection, "set-buffer", "-b", "big", new string('y', 2_000_000));
        Printed(await Ask(connection, "display-message", "-p", "#{buffer_size}")).ShouldBe("2000000");
    }

    [Fact]
    public async Task More_than_tmux_may_owe_are_refused_and_not_sent()
    {
        var server = await Bench.StartAsync("b");
        var connection = await Bench.ConnectAsync("b");
        Sandbox.Stop(server);
        const int most = ReplyRouter.Window + ReplyRouter.MaxWaiting;
        var asked = Enumerable.Range(0, most).Select(i => Ask(connection, "display-message", "-p", $"{i}")).ToList();
        (await Ask(connection, "kill-server").WaitAsync(TimeSpan.FromSeconds(60)))
            .ShouldBe(new CommandOutcome.NotSent($"{ReplyRouter.MaxWaiting} commands of this caller wait already"));
        Sandbox.Continue(server);
        (await Task.WhenAll(asked)).Select(Printed).ShouldBe(Enumerable.Range(0, most).Select(i => $"{i}"));
        Printed(await Ask(connection, "display-message", "-p", "again")).ShouldBe("again");
    }

    [Fact]
    public async Task A_command_that_waits_for_its_turn_goes_without_being_sent_when_its_time_is_over()
    {
        var server = await Bench.StartAsync("b");
        var connection = await Bench.ConnectAsync("b");
        Sandbox.Stop(server);
        var asked = Enumerable.Range(0, ReplyRouter.Window).Select(i => Ask(connection, "display-message", "-p", $"{i}")).ToList();
        using var cancel = new CancellationTokenSource();
        var late = connection.ExecuteAsync(new TmuxCommand("set-option", "-s", "@late", "1"), "late", cancel.Token);
        await cancel.CancelAsync();
        (await late).ShouldBe(new CommandOutcome.NotSent("its time was over before its turn came"));
        Sandbox.Continue(server);
        await Task.WhenAll(asked);
        Printed(await Ask(connection, "show-options", "-sqv", "@late")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_with_one_command_is_not_held_up_by_one_with_a_thousand()
    {
        var server = await Bench.StartAsync("b");
        var connection = await Bench.ConnectAsync("b");
        Sandbox.Stop(server);
        var greedy = Enumerable.Range(0, 1000).Select(_ => connection.ExecuteAsync(
            new TmuxCommand("set-option", "-s", "-a", "@turns", "g"), "greedy", CancellationToken.None)).ToList();
        var modest = connection.ExecuteAsync(new TmuxCommand("display-message", "-p", "#{n:@turns}"), "modest", CancellationToken.None);
        Sandbox.Continue(server);
        int.Parse(Printed(await modest), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, ReplyRouter.Window + 1);
        await Task.WhenAll(greedy);
    }

    [Fact]
    public async Task A_command_given_up_is_unknown_and_its_late_reply_is_nobody_elses()
    {
        var server = await Bench.StartAsync("b");
        var connection = await Bench.ConnectAsync("b");
        Sandbox.Stop(server);
        using var cancel = new CancellationTokenSource();
        var given = connection.ExecuteAsync(new TmuxCommand("display-message", "-p", "late"), cancel.Token);
        var waiting = Ask(connection, "display-message", "-p", "mine");
        await cancel.CancelAsync();
        (await given).ShouldBeOfType<CommandOutcome.Unknown>();
        Sandbox.Continue(server);
        Printed(await waiting).ShouldBe("mine");
    }

    [Fact]
    public async Task A_caller_that_blocks_its_thread_once_it_has_its_answer_holds_up_nobody()
    {
        var server = await Bench.StartAsync("b");
        var connection = await Bench.ConnectAsync("b");
        using var letGo = new ManualResetEventSlim();
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Stopped, so that the caller waits before its answer can come: else it would block the test's own thread.
        Sandbox.Stop(server);
        var blocked = BlockAsync();
        Sandbox.Continue(server);
        await answered.Task;

        Printed(await Ask(connection, "display-message", "-p", "another's")).ShouldBe("another's");

        letGo.Set();
        (await blocked).ShouldBeTrue("it blocked all the while");

        async Task<bool> BlockAsync()
        {
            await Ask(connection, "display-message", "-p", "mine").ConfigureAwait(false);
            answered.SetResult();
            return letGo.Wait(Eventually.DefaultLimit);
        }
    }

    private static Task<CommandOutcome> Ask(IServerConnection connection, string name, params string[] arguments) =>
        connection.ExecuteAsync(new TmuxCommand(name, arguments), CancellationToken.None);

    private static Task<CommandOutcome> Ask(IServerConnection connection, string[] command) => Ask(connection, command[0], command[1..]);

    private static string Printed(CommandOutcome outcome) => outcome is CommandOutcome.Completed done ? string.Join('\n', done.Lines) : $"{outcome}";

    // display-message expands formats and the time's letters.
    private static string Literal(string word) =>
        word.Replace("#", "##", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal);

    private async Task<IServerConnection> ConnectAsync()
    {
        await Bench.StartAsync("a");
        return await Bench.ConnectAsync("a");
    }
}

/// <summary>Over a tmux process.</summary>
public sealed class ProcessCommandTests() : CommandTests(DialTransport.Process);

/// <summary>Over the server's own socket.</summary>
public sealed class SocketCommandTests() : CommandTests(DialTransport.Auto);
