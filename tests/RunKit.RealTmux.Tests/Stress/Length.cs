using System.Globalization;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>How long what can be repeated is repeated: as its own variable says, else longer in <c>./test --long</c> than in <c>./test</c>.</summary>
internal static class Length
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TEST_LONG") == "1";

    public static int Of(string variable, int usual, int extended) => Number(variable) ?? (IsLong ? extended : usual);

    public static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
