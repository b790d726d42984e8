using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Panes;

/// <summary>What became of a text or of keys.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Delivered), "delivered")]
[JsonDerivedType(typeof(Staged), "staged")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Unknown), "unknown")]
public abstract record SendOutcome
{
    /// <summary>It has arrived, and Enter took effect where it was pressed.</summary>
    /// <param name="Evidence">How that was seen.</param>
    public sealed record Delivered(SendEvidence Evidence) : SendOutcome;

    /// <summary>It stands in the input line or in the terminal's queue, and the program has done nothing with it yet.</summary>
    /// <param name="Reason">Where it stands, and what to do next.</param>
    public sealed record Staged(string Reason) : SendOutcome;

    /// <summary>Nothing was typed.</summary>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>It may have been typed, in whole or in part: nobody can tell.</summary>
    public sealed record Unknown(string Reason) : SendOutcome;
}

/// <summary>How it was seen that something arrived.</summary>
[JsonConverter(typeof(KebabCaseEnum<SendEvidence>))]
public enum SendEvidence
{
    /// <summary>The text was seen on the screen.</summary>
    Seen = 0,

    /// <summary>The program has read it from its terminal; it does not show it.</summary>
    Read = 1,

    /// <summary>tmux has pressed the keys; what the program makes of keys nobody can tell.</summary>
    Pressed = 2,
}
