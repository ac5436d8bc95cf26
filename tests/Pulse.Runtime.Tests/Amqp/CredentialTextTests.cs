namespace Pulse.Runtime.Tests.Amqp;

/// <summary>What cannot be a user or a password, wherever it comes from.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class CredentialTextTests : IDisposable
{
    private const string User = "PULSE_USERNAME";
    private const string Password = "PULSE_PASSWORD";

    public static TheoryData<string> NoUsers =>
        [
            "amqps://alice:hunter2@host",
            "AMQP://alice:hunter2@host/",
            "https://alice:hunter2@host",
            "alice:hunter2@host",
            "alice:hunter2",
            "alice\nhunter2",
            "\u001b[31mhunter2",
        ];

    public static TheoryData<string> NoPasswords =>
        ["amqps://alice:hunter2@host", "AMQP://alice:hunter2@host", "hun\nter2", "hunter2\n\u0007"];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(User, null);
        Environment.SetEnvironmentVariable(Password, null);
    }

    [Theory]
    [MemberData(nameof(NoUsers))]
    public void What_cannot_be_a_user_is_refused_wherever_it_comes_from_and_never_repeated(string user)
    {
        AssertRefused("The user ", () => new PulseConnection(user, "p", "amqp://host"));
        AssertRefused("The user ", () => new PulseOptions { User = user });
        AssertRefused("The user in the URL ", () => new PulseConnection(url: Url(user, "p")));
        Environment.SetEnvironmentVariable(User, user);
        AssertRefused("PULSE_USERNAME ", () => new PulseConnection(url: "amqp://host"));
    }

    [Theory]
    [MemberData(nameof(NoPasswords))]
    public void What_cannot_be_a_password_is_refused_wherever_it_comes_from_and_never_repeated(string password)
    {
        AssertRefused("The password ", () => new PulseConnection("u", password, "amqp://host"));
        AssertRefused("The password ", () => new PulseOptions { Password = password });
        AssertRefused("The password in the URL ", () => new PulseConnection(url: Url("u", password)));
        Environment.SetEnvironmentVariable(Password, password);
        AssertRefused("PULSE_PASSWORD ", () => new PulseConnection("u", null, "amqp://host"));
    }

    [Fact]
    public void A_URL_in_a_variable_is_refused_with_what_to_write()
    {
        Environment.SetEnvironmentVariable(Password, "amqps://alice:hunter2@host");
        var error = Assert.Throws<ArgumentException>(() => new PulseConnection("u", null, "amqp://host"));
        Assert.Contains("PULSE_URL", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice\n")]
    [InlineData("alice\r\n")]
    [InlineData("alice \t\n\n")]
    public void White_space_at_the_end_of_a_variable_does_not_count(string value)
    {
        Environment.SetEnvironmentVariable(User, value);
        Environment.SetEnvironmentVariable(Password, value);
        var connection = new PulseConnection(url: "amqp://host");
        Assert.Equal("user 'alice' at amqp://host:5672, virtual host '/'", connection.ToString());
        Assert.Equal("alice", connection.Endpoint.Password);
    }

    [Theory]
    [InlineData("amqp://host\n")]
    [InlineData(" amqp://host")]
    [InlineData("amqp://host/a b")]
    [InlineData("amqp://host/a%0Ab")]
    [InlineData("amqp://ho\u001bst")]
    public void A_control_character_or_a_blank_in_a_URL_is_refused(string url)
    {
        var error = Assert.Throws<ArgumentException>(() => new PulseConnection("u", "p", url));
        Assert.Contains("control character", error.Message, StringComparison.Ordinal);
    }

    private static string Url(string user, string password) =>
        $"amqp://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@host";

    private static void AssertRefused(string source, Func<object> create)
    {
        var error = Assert.Throws<ArgumentException>(create);
        Assert.StartsWith(source, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ter2", error.ToString(), StringComparison.Ordinal);
    }
}
