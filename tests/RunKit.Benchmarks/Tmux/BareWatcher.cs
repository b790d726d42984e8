using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;

namespace RunKit.Benchmarks.Tmux;

/// <summary>
/// What a plane does to see a change, with nothing around it: the hooks, and a client that lists and waits. Nothing is read of what it lists but its end.
/// </summary>
internal sealed class BareWatcher(User user)
{
    private static readonly HintHooks Hooks = new(7117);
    private static readonly ListingCommands Commands = new(AnchorNames.Default, Hooks, "bare");
    private static readonly ListingReplyReader Reader = new(Commands);

    private Task _waiting = Task.CompletedTask;

    public Task SetHooksAsync() => user.RunAsync(Hooks.Set(""));

    /// <summary>Lists, and returns when the listing is there.</summary>
    public Task ListAsync() => user.RunAsync(Commands.Commands(wait: false));

    /// <summary>Lists, returns when the listing is there, and waits from then on.</summary>
    public async Task ListAndWaitAsync()
    {
        var printed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new MemoryStream();
        _waiting = user.RunAsync(Commands.Commands(wait: true), bytes =>
        {
            output.Write(bytes.Span);
            if (Reader.IsWhole(output.GetBuffer().AsSpan(0, (int)output.Length)))
                printed.TrySetResult();
        });
        await await Task.WhenAny(printed.Task, _waiting);
    }

    /// <summary>Completes when the wait has ended.</summary>
    public Task HintAsync() => _waiting;

    public Task SignalAsync() => user.RunAsync([HintHooks.Signal]);
}
