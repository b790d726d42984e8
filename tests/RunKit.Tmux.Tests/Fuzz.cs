using System.Globalization;

namespace RunKit.Tmux.Tests;

/// <summary>How many cases the fuzz tests of one parser run together. Seeds are fixed: a failure happens again.</summary>
internal static class Fuzz
{
    /// <summary>Names the environment variable that asks for another number of cases.</summary>
    private const string Variable = "RUNKIT_FUZZ_CASES";

    private const int Usual = 50_000;

    public static int Cases { get; } =
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var cases) ? cases : Usual;
}
