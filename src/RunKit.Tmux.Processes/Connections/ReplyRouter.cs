using RunKit.Tmux.ControlMode;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>Sends commands and hands each caller its own reply. Safe for many callers and one reader.</summary>
internal sealed class ReplyRouter(CommandWriter writer, string nonce)
{
    /// <summary>How many commands tmux is given at once. More gain little and make whoever comes next wait longer.</summary>
    public const int Window = 64;

    /// <summary>How many commands of one caller may wait; more are refused rather than kept without end.</summary>
    public const int MaxWaiting = 1024;

    private const string Late = "no answer in time; it may still run";
    private const string NeverSent = "its time was over before its turn came";

    private readonly Lock _gate = new();
    private readonly CommandGate<Waiter> _turns = new(Window, MaxWaiting);
    private readonly ReplyQueue<Waiter> _sent = new(nonce);
    private string? _ended;

    /// <summary>The name of the oldest command that waits for its answer, when it is not the plane's own.</summary>
    public string? OldestOfOthers
    {
        get
        {
            lock (_gate)
            {
                return _sent.Oldest?.OfOthers;
            }
        }
    }

    /// <summary>Sends one command when its turn among the callers has come. Cancelling answers at once and takes back what was not sent.</summary>
    public Task<CommandReply> SendAsync(TmuxCommand command, string caller, CancellationToken cancellationToken) =>
        CommandRules.SingleReplyLine(command) is { } single
            ? SendAsync(new Waiter(single, single: true, caller.Length > 0 ? command.Name : null), caller, cancellationToken)
            : SendAsync(new Waiter(command.ToLine(), single: false, caller.Length > 0 ? command.Name : null), caller, cancellationToken);

    /// <summary>The same for a line of the plane's own.</summary>
    public Task<CommandReply> SendLineAsync(string line, CancellationToken cancellationToken) =>
        SendAsync(new Waiter(line, single: false, ofOthers: null), "", cancellationToken);

    /// <summary>Takes a block that answers one of our lines. Says what is wrong when nobody can tell whom it answers; null when all is well.</summary>
    public string? Take(ControlBlock block)
    {
        ReplyMatch<Waiter> match;
        lock (_gate)
        {
            match = _sent.Take(block);
            if (match is ReplyMatch<Waiter>.Answered { Replies.Length: var count })
            {
                for (; count > 0; count--)
                {
                    _turns.Leave();
                }

                WriteNext();
            }
        }

        if (match is ReplyMatch<Waiter>.Answered answered)
        {
            foreach (var reply in answered.Replies)
            {
                reply.Caller.End(CommandOutcome.From(reply.Blocks), reply.Blocks);
            }
        }

        return (match as ReplyMatch<Waiter>.Unmatched)?.Reason;
    }

    /// <summary>
    /// Detaches the client once it has answered what came before: by <paramref name="farewell"/>, else by an empty line. Never by both: tmux
    /// heeds an empty line at once, whatever is still to be done.
    /// </summary>
    public void SayGoodbye(TmuxCommand? farewell)
    {
        ImmutableArray<Waiter> unsent;
        lock (_gate)
        {
            _ended ??= "the connection is closing";
            unsent = _turns.Drain();
            writer.TryWrite(farewell is null ? "\n" : _sent.Enqueue(new Waiter("", single: false, ofOthers: null), farewell.ToLine()));
            writer.Complete();
        }

        NotSent(unsent, "the connection is closing");
    }

    /// <summary>No answer will come any more: everybody who waits is told whether tmux may have seen the command.</summary>
    public void End(string reason)
    {
        ImmutableArray<Waiter> sent, unsent;
        lock (_gate)
        {
            _ended ??= reason;
            writer.Complete();
            sent = _sent.Drain();
            unsent = _turns.Drain();
        }

        foreach (var waiter in sent)
        {
            waiter.End(new CommandOutcome.Unknown(reason), []);
        }

        NotSent(unsent, reason);
    }

    private static void NotSent(ImmutableArray<Waiter> waiters, string reason)
    {
        foreach (var waiter in waiters)
        {
            waiter.End(new CommandOutcome.NotSent(reason), []);
        }
    }

    private Task<CommandReply> SendAsync(Waiter waiter, string caller, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var problem = _ended ?? (_turns.TryEnter(caller, waiter) ? null : $"{MaxWaiting} commands of this caller wait already");
            if (problem is not null)
            {
                return Task.FromResult(new CommandReply(new CommandOutcome.NotSent(problem), []));
            }

            WriteNext();
        }

        return cancellationToken.CanBeCanceled ? InTimeAsync(waiter, cancellationToken) : waiter.Reply;
    }

    // Commands of one reply each go out together, up to whatever stands between them that needs a sentinel of its own.
    private void WriteNext()
    {
        var singles = ImmutableArray.CreateBuilder<Waiter>();
        while (_turns.TryNext(out var waiter))
        {
            if (waiter.Reply.IsCompleted)
            {
                // Its time was over while it waited.
                _turns.Leave();
            }
            else if (waiter.Single)
            {
                singles.Add(waiter);
            }
            else
            {
                WriteSingles(singles);
                waiter.Sent = true;
                writer.TryWrite(_sent.Enqueue(waiter, waiter.Line));
            }
        }

        WriteSingles(singles);
    }

    private void WriteSingles(ImmutableArray<Waiter>.Builder singles)
    {
        if (singles.Count > 0)
        {
            foreach (var waiter in singles)
            {
                waiter.Sent = true;
            }

            writer.TryWrite(_sent.EnqueueSingles(singles.ToImmutable(), singles.Select(waiter => waiter.Line)));
            singles.Clear();
        }
    }

    private async Task<CommandReply> InTimeAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() => GiveUp(waiter)).ConfigureAwait(false);
        return await waiter.Reply.ConfigureAwait(false);
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_gate)
        {
            waiter.End(waiter.Sent ? new CommandOutcome.Unknown(Late) : new CommandOutcome.NotSent(NeverSent), []);
        }
    }

    /// <summary>A command and who waits for its reply.</summary>
    private sealed class Waiter(string line, bool single, string? ofOthers)
    {
        private readonly TaskCompletionSource<CommandReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Line { get; } = line;

        public bool Single { get; } = single;

        /// <summary>The command's name, when it is not the plane's own.</summary>
        public string? OfOthers { get; } = ofOthers;

        /// <summary>Whether tmux may have seen it.</summary>
        public bool Sent { get; set; }

        public Task<CommandReply> Reply => _reply.Task;

        public void End(CommandOutcome outcome, ImmutableArray<ControlBlock> blocks) => _reply.TrySetResult(new CommandReply(outcome, blocks));
    }
}

/// <summary>An outcome with the blocks it came from.</summary>
internal sealed record CommandReply(CommandOutcome Outcome, ImmutableArray<ControlBlock> Blocks);
