using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
internal static class Tmp { public static void Print() { var s = new ServiceCollection().AddLogging().AddAccounts(new("/tmp/server/x")).BuildServiceProvider(); Console.WriteLine(s.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContext().Database.GenerateCreateScript()); } }
