// A voucher on the phone of its holder, and the list of them. Each page asks for this one file.
import { startVoucher } from "./vouchers/page.js";
import { startWallet } from "./vouchers/wallet.js";

if (document.querySelector("[data-voucher]")) startVoucher();
const wallet = document.querySelector("[data-wallet]");
if (wallet) startWallet(wallet);
