export const id=178;export const ids=[178];export const modules={28178:((e,t,n)=>{e.exports=n(81534)})};
