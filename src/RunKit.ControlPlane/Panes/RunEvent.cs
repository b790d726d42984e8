using System.Text;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using RunKit.Tmux.Panes;

namespace RunKit.ControlPlane.Panes;

/// <summary>What a run tells while somebody listens: that it has started, what it prints, and how it ended, which is always the last.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Output), "output")]
[JsonDerivedType(typeof(Ended), "ended")]
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>It runs.</summary>
    public sealed record Started(RunView Run) : RunEvent;

    /// <summary>It printed something; a line end is one character, as the command printed it.</summary>
    /// <param name="Text">What it printed; null where that is no UTF-8.</param>
    /// <param name="Base64">The bytes that are no UTF-8.</param>
    public sealed record Output(string? Text, string? Base64 = null) : RunEvent
    {
        /// <summary>What it printed.</summary>
        public byte[] ToBytes() => Text is null ? Convert.FromBase64String(Base64 ?? "") : Encoding.UTF8.GetBytes(Text);

        /// <summary>An event of these bytes.</summary>
        public static Output Of(ReadOnlySpan<byte> bytes) =>
            Utf8.IsValid(bytes) ? new Output(Encoding.UTF8.GetString(bytes)) : new Output(null, Convert.ToBase64String(bytes));
    }

    /// <summary>Nothing more is told.</summary>
    /// <param name="Result">How it ended, or that it still runs.</param>
    /// <param name="Run">The run; null where none was started.</param>
    public sealed record Ended(RunResult Result, RunView? Run) : RunEvent;
}
