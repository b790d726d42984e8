using System.Text.Json.Serialization;

namespace RunKit.Tmux.ControlMode;

/// <summary>How a command for tmux ended. There is always exactly one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(NotSent), "not-sent")]
[JsonDerivedType(typeof(Unknown), "unknown")]
public abstract record CommandOutcome
{
    /// <summary>tmux ran it. <paramref name="Lines"/> is what it printed.</summary>
    public sealed record Completed(ImmutableArray<string> Lines) : CommandOutcome
    {
        public bool Equals(Completed? other) => other is not null && Lines.SequenceEqual(other.Lines);

        public override int GetHashCode() => Lines.Length;
    }

    /// <summary>tmux refused it, in its own words.</summary>
    public sealed record Failed(string Words) : CommandOutcome;

    /// <summary>It never left: tmux has not seen it.</summary>
    public sealed record NotSent(string Reason) : CommandOutcome;

    /// <summary>It was sent and no answer came: nobody can tell whether it ran.</summary>
    public sealed record Unknown(string Reason) : CommandOutcome;

    /// <summary>The outcome that the blocks of a reply amount to: the first error wins, else all they printed.</summary>
    public static CommandOutcome From(ImmutableArray<ControlBlock> blocks)
    {
        foreach (var block in blocks)
        {
            if (block.Failed)
            {
                return new Failed(block.Text);
            }
        }

        return new Completed([.. blocks.SelectMany(block => block.Lines)]);
    }
}
