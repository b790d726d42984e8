using RunKit.Tmux.ControlMode;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>Sends commands and hands each caller its own reply. Safe for many callers and one reader.</summary>
internal sealed class ReplyRouter
{
    /// <summary>
    /// How many commands tmux is given at once: enough that it always has the next at hand. More gain little and make whoever comes next
    /// wait longer.
    /// </summary>
    public const int Window = 256;

    /// <summary>How many of them share a sentinel at most: few enough that some replies are at home while tmux makes others.</summary>
    private const int Together = 32;

    /// <summary>How many commands of one caller may wait; more are refused rather than kept without end.</summary>
    public const int MaxWaiting = 1024;

    private const string Late = "no answer in time; it may still run";
    private const string NeverSent = "its time was over before its turn came";

    private readonly Lock _gate = new();
    private readonly CommandGate<Waiter> _turns = new(Window, MaxWaiting);
    private readonly Queue<Waiter> _admitted = new();
    private readonly ReplyQueue<Waiter> _sent;
    private readonly CommandWriter _writer;
    private TmuxCommand? _farewell;
    private bool _leaves;
    private string? _ended;

    /// <param name="input">The client's stdin.</param>
    /// <param name="nonce">A word that no reply holds by chance; letters and digits only.</param>
    public ReplyRouter(Stream input, string nonce)
    {
        _sent = new ReplyQueue<Waiter>(nonce);
        _writer = new CommandWriter(input, NextText);
    }

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
    /// <param name="last">The last caller that has its answer now and is still to be told; the others have been sent on their way.</param>
    public string? Take(ControlBlock block, out IThreadPoolWorkItem? last)
    {
        last = null;
        ReplyMatch<Waiter> match;
        bool more;
        lock (_gate)
        {
            match = _sent.Take(block);
            if (match is ReplyMatch<Waiter>.Answered { Ended: var count })
            {
                for (; count > 0; count--)
                {
                    _turns.Leave();
                }
            }

            more = Admit();
        }

        if (match is ReplyMatch<Waiter>.Answered answered)
        {
            if (more)
            {
                _writer.Wake(here: false);
            }

            foreach (var reply in answered.Replies)
            {
                if (reply.Caller.TryDecide(CommandOutcome.From(reply.Blocks), reply.Blocks))
                {
                    Tell(last);
                    last = reply.Caller;
                }
            }
        }

        return (match as ReplyMatch<Waiter>.Unmatched)?.Reason;
    }

    /// <summary>Lets a caller go on with its answer, on a thread of the pool.</summary>
    public static void Tell(IThreadPoolWorkItem? caller)
    {
        if (caller is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(caller, preferLocal: true);
        }
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
            _farewell = farewell;
            _leaves = true;
        }

        _writer.Wake(here: false);
        NotSent(unsent, "the connection is closing");
    }

    /// <summary>No answer will come any more: everybody who waits is told whether tmux may have seen the command.</summary>
    public void End(string reason)
    {
        ImmutableArray<Waiter> sent, unsent;
        lock (_gate)
        {
            _ended ??= reason;
            _leaves = false;
            sent = _sent.Drain();
            unsent = [.. _admitted, .. _turns.Drain()];
            _admitted.Clear();
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
        bool idle;
        lock (_gate)
        {
            var problem = _ended ?? (_turns.TryEnter(caller, waiter) ? null : $"{MaxWaiting} commands of this caller wait already");
            if (problem is not null)
            {
                return Task.FromResult(new CommandReply(new CommandOutcome.NotSent(problem), []));
            }

            Admit();
            idle = _sent.IsIdle;
        }

        // Whoever comes alone is sent at once; those who come together share a write and a sentinel.
        _writer.Wake(here: idle);
        return cancellationToken.CanBeCanceled ? InTimeAsync(waiter, cancellationToken) : waiter.Reply;
    }

    // Whose turn it is: they fill what tmux is given at once, written or about to be.
    private bool Admit()
    {
        while (_turns.TryNext(out var waiter))
        {
            _admitted.Enqueue(waiter);
        }

        return _admitted.Count > 0;
    }

    private string? NextText()
    {
        lock (_gate)
        {
            return NextCommands() ?? Goodbye();
        }
    }

    // Commands of one reply each go out together, up to whatever stands between them that needs a sentinel of its own.
    private string? NextCommands()
    {
        var singles = ImmutableArray.CreateBuilder<Waiter>();
        while (singles.Count < Together && _admitted.TryDequeue(out var waiter))
        {
            if (waiter.IsDecided)
            {
                // Its time was over while it waited.
                _turns.Leave();
                Admit();
                continue;
            }

            waiter.Sent = true;
            if (waiter.Single)
            {
                singles.Add(waiter);
                continue;
            }

            return Singles(singles) + _sent.Enqueue(waiter, waiter.Line);
        }

        return Singles(singles);
    }

    private string? Singles(ImmutableArray<Waiter>.Builder singles) =>
        singles.Count > 0 ? _sent.EnqueueSingles(singles.ToImmutable(), singles.Select(waiter => waiter.Line)) : null;

    private string? Goodbye()
    {
        if (!_leaves)
        {
            return null;
        }

        _leaves = false;
        return _farewell is null ? "\n" : _sent.Enqueue(new Waiter("", single: false, ofOthers: null), _farewell.ToLine());
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

    /// <summary>A command and who waits for its reply. It goes on where <see cref="Execute"/> is called, which must be nobody's lock or loop.</summary>
    private sealed class Waiter(string line, bool single, string? ofOthers) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource<CommandReply> _reply = new();
        private CommandReply? _decided;

        public string Line { get; } = line;

        public bool Single { get; } = single;

        /// <summary>The command's name, when it is not the plane's own.</summary>
        public string? OfOthers { get; } = ofOthers;

        /// <summary>Whether tmux may have seen it.</summary>
        public bool Sent { get; set; }

        public Task<CommandReply> Reply => _reply.Task;

        public bool IsDecided => Volatile.Read(ref _decided) is not null;

        /// <summary>The first outcome counts. Whoever brings it must see that the caller is told.</summary>
        public bool TryDecide(CommandOutcome outcome, ImmutableArray<ControlBlock> blocks) =>
            Interlocked.CompareExchange(ref _decided, new CommandReply(outcome, blocks), null) is null;

        public void End(CommandOutcome outcome, ImmutableArray<ControlBlock> blocks)
        {
            if (TryDecide(outcome, blocks))
            {
                Tell(this);
            }
        }

        public void Execute() => _reply.SetResult(_decided!);
    }
}

/// <summary>An outcome with the blocks it came from.</summary>
internal sealed record CommandReply(CommandOutcome Outcome, ImmutableArray<ControlBlock> Blocks);
