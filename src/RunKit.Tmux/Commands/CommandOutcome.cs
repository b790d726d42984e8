using System.Text;
using System.Text.Json.Serialization;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Commands;

/// <summary>How a command for tmux ended. There is always exactly one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(NotSent), "not-sent")]
[JsonDerivedType(typeof(Unknown), "unknown")]
public abstract record CommandOutcome
{
    /// <summary>tmux ran it, and its status is 0.</summary>
    /// <param name="Output">What it printed, line ends and all.</param>
    /// <param name="Error">What it said on stderr all the same.</param>
    /// <param name="Cut">It printed more than is kept; the beginning is here.</param>
    public sealed record Completed(string Output, string Error = "", bool Cut = false) : CommandOutcome
    {
        /// <summary>What it printed, without line ends.</summary>
        public ImmutableArray<string> Lines => Output.Length == 0 ? [] : [.. Output.TrimEnd('\n').Split('\n')];

        /// <summary>The exit status.</summary>
        public int Status { get; }

        /// <summary>The outcome of what prints lines.</summary>
        public static Completed Of(params IEnumerable<string> lines) => new(string.Concat(lines.Select(line => $"{line}\n")));
    }

    /// <summary>tmux refused it, in its own words, or a part of it.</summary>
    /// <param name="Words">What tmux said is wrong.</param>
    /// <param name="Status">The exit status; never 0.</param>
    /// <param name="Output">What it printed before.</param>
    /// <param name="Cut">It printed more than is kept; the beginning is here.</param>
    public sealed record Failed(string Words, int Status = 1, string Output = "", bool Cut = false) : CommandOutcome;

    /// <summary>It never left: tmux has not seen it.</summary>
    public sealed record NotSent(string Reason) : CommandOutcome;

    /// <summary>It was sent and no answer came: nobody can tell whether it ran.</summary>
    /// <param name="Reason">Why there is no answer.</param>
    /// <param name="TimedOut">Its time limit passed; else the server, or the way to it, was lost.</param>
    public sealed record Unknown(string Reason, bool TimedOut = false) : CommandOutcome;

    /// <summary>The outcome that a client's result amounts to. Bytes that are no UTF-8 become U+FFFD.</summary>
    public static CommandOutcome From(TmuxResult result) => result switch
    {
        TmuxResult.Exited { Status: 0 } exited => new Completed(Text(exited.Output), Text(exited.Error), exited.Cut),
        TmuxResult.Exited exited => new Failed(Text(exited.Error).TrimEnd('\n'), exited.Status, Text(exited.Output), exited.Cut),
        TmuxResult.NotSent notSent => new NotSent(notSent.Detail),
        TmuxResult.Unknown unknown => new Unknown(unknown.Detail, unknown.Reason == UnknownReason.Deadline),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
